package dev.citusdeploy.catalog;

import dev.citusdeploy.model.Secret;

/// The client roles and what they reach.
public interface RoleCatalog {
  /// Creates a login role with a password and a schema of its own name, in which alone it may
  /// create; or gives an existing role what it lacks of that. A role that owns tables in schema
  /// `public` keeps its rights there and gets no schema: see [CatalogFacts.ClientRole#isConfined].
  void put(String role, Secret password, String database);

  /// On all nodes: lets every session of the superuser in this database begin with `search_path =
  /// pg_catalog, pg_temp`, so that no name in it means what a client made, and closes Citus'
  /// internal functions to clients.
  void restrictClients(String superuser, String database);
}
