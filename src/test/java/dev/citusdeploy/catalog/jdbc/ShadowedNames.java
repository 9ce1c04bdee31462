package dev.citusdeploy.catalog.jdbc;

/// A schema `shadow` with a function for each built-in function and an operator for each built-in
/// operator, of the same argument types, all of which fail when they are called.
public final class ShadowedNames {
  /// Makes it on one node alone and answers with the number of names.
  public static final String SQL =
      """
      SET citus.enable_ddl_propagation = off;
      SET client_min_messages = error;
      SET search_path = pg_catalog, pg_temp;
      CREATE SCHEMA shadow;
      DO $do$
      DECLARE
        one record;
        body text := 'BEGIN RAISE EXCEPTION ''a name in shadow was called''; END';
      BEGIN
        FOR one IN SELECT proname, oidvectortypes(proargtypes) AS arguments,
            format_type(prorettype, NULL) AS result, proretset
          FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' LOOP
          BEGIN
            EXECUTE format('CREATE FUNCTION shadow.%I(%s) RETURNS %s %s LANGUAGE plpgsql AS %L',
              one.proname, one.arguments, CASE WHEN one.proretset THEN 'SETOF' ELSE '' END,
              one.result, body);
          EXCEPTION WHEN OTHERS THEN NULL;
          END;
        END LOOP;
        FOR one IN SELECT oid, oprname, nullif(oprleft, 0)::regtype AS l, oprright::regtype AS r,
            oprresult::regtype AS result
          FROM pg_operator WHERE oprnamespace = 'pg_catalog'::regnamespace LOOP
          BEGIN
            EXECUTE format('CREATE FUNCTION shadow.op_%s(%s) RETURNS %s LANGUAGE plpgsql AS %L',
              one.oid, concat_ws(', ', one.l, one.r), one.result, body);
            EXECUTE format('CREATE OPERATOR shadow.%s (FUNCTION = shadow.op_%s, %s RIGHTARG = %s)',
              one.oprname, one.oid,
              CASE WHEN one.l IS NULL THEN '' ELSE format('LEFTARG = %s,', one.l) END, one.r);
          EXCEPTION WHEN OTHERS THEN NULL;
          END;
        END LOOP;
        FOR i IN 1..8 LOOP
          FOR one IN SELECT unnest(ARRAY['format', 'concat', 'concat_ws', 'json_build_array',
              'json_build_object', 'jsonb_build_object']) AS name LOOP
            BEGIN
              EXECUTE format('CREATE FUNCTION shadow.%s(%s) RETURNS text LANGUAGE plpgsql AS %L',
                one.name, array_to_string(array_fill('text'::text, ARRAY[i]), ', '), body);
            EXCEPTION WHEN OTHERS THEN NULL;
            END;
          END LOOP;
        END LOOP;
      END $do$;
      SELECT count(*) FROM (
        SELECT FROM pg_proc WHERE pronamespace = 'shadow'::regnamespace
        UNION ALL SELECT FROM pg_operator WHERE oprnamespace = 'shadow'::regnamespace) AS made
      """;

  /// Puts it before the built-in names in each new session of the superuser.
  public static String firstInPath(String database) {
    return "SET citus.enable_alter_role_set_propagation = off; ALTER ROLE postgres IN DATABASE "
        + database
        + " SET search_path TO shadow, pg_catalog";
  }

  private ShadowedNames() {}
}
