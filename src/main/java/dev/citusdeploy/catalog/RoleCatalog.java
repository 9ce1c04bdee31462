package dev.citusdeploy.catalog;

import dev.citusdeploy.model.Secret;

/// The client roles and their rights.
public interface RoleCatalog {
  /// Creates a login role with a password and a schema of its own name, the only one in which it
  /// may create objects; or adds to an existing role what is missing. A role that owns tables in
  /// schema `public` keeps its rights there and gets no schema: see
  /// [CatalogFacts.ClientRole#isConfined].
  void create(String role, Secret password, String database);

  /// On all nodes: lets every session of the superuser in this database begin with `search_path =
  /// pg_catalog, pg_temp`, so that no name resolves to an object made by a client, and revokes
  /// Citus' internal functions from clients.
  void restrictClients(String superuser, String database);
}
