/*
 * The citus.* settings, as Citus 14.0 defines them: name, context, type, default, limits, unit.
 * A deployment sets, compares and reloads them, so type, default and context have to be the true
 * ones; what they would do to shards does not matter here. lab/contract-test compares this table
 * with any image.
 *
 * HIDDEN stands for the ones that pg_settings leaves out; SHOW and SET know them.
 */
#define ON_OFF_LEVELS "off,debug5,debug4,debug3,debug2,debug1,log,notice,warning,error"
#define DAYS7 604800000

/* BOOLEAN(name, context, flags, default) */
#define BOOLEAN_SETTINGS \
	BOOLEAN("all_modifications_commutative", PGC_USERSET, 0, false) \
	BOOLEAN("defer_drop_after_shard_move", PGC_USERSET, 0, true) \
	BOOLEAN("defer_drop_after_shard_split", PGC_USERSET, 0, true) \
	BOOLEAN("enable_binary_protocol", PGC_USERSET, 0, true) \
	BOOLEAN("enable_change_data_capture", PGC_USERSET, 0, false) \
	BOOLEAN("enable_create_database_propagation", PGC_USERSET, 0, false) \
	BOOLEAN("enable_deadlock_prevention", PGC_USERSET, 0, true) \
	BOOLEAN("enable_local_execution", PGC_USERSET, 0, true) \
	BOOLEAN("enable_local_reference_table_foreign_keys", PGC_USERSET, 0, true) \
	BOOLEAN("enable_repartition_joins", PGC_USERSET, 0, false) \
	BOOLEAN("enable_schema_based_sharding", PGC_USERSET, 0, false) \
	BOOLEAN("enable_stat_counters", PGC_SUSET, 0, false) \
	BOOLEAN("enable_statistics_collection", PGC_SIGHUP, 0, false) \
	BOOLEAN("explain_all_tasks", PGC_USERSET, 0, false) \
	BOOLEAN("log_remote_commands", PGC_USERSET, 0, false) \
	BOOLEAN("skip_constraint_validation", PGC_SUSET, 0, false) \
	BOOLEAN("skip_jsonb_validation_in_copy", PGC_USERSET, 0, true) \
	BOOLEAN("use_citus_managed_tables", PGC_USERSET, 0, false) \
	BOOLEAN("writable_standby_coordinator", PGC_USERSET, 0, false) \
	BOOLEAN("allow_modifications_from_workers_to_replicated_tables", PGC_USERSET, HIDDEN, true) \
	BOOLEAN("check_available_space_before_move", PGC_USERSET, HIDDEN, true) \
	BOOLEAN("enable_metadata_sync", PGC_USERSET, HIDDEN, true) \
	BOOLEAN("enable_version_checks", PGC_USERSET, HIDDEN, true) \
	BOOLEAN("explain_distributed_queries", PGC_USERSET, HIDDEN, true) \
	BOOLEAN("force_max_query_parallelization", PGC_USERSET, HIDDEN, false) \
	BOOLEAN("log_distributed_deadlock_detection", PGC_SIGHUP, HIDDEN, false) \
	BOOLEAN("log_local_commands", PGC_USERSET, HIDDEN, false) \
	BOOLEAN("override_table_visibility", PGC_USERSET, HIDDEN, true) \
	BOOLEAN("replicate_reference_tables_on_activate", PGC_USERSET, HIDDEN, true)

/* INTEGER(name, context, flags, default, least, most) */
#define INTEGER_SETTINGS \
	INTEGER("background_task_queue_interval", PGC_SIGHUP, GUC_UNIT_MS, 5000, -1, DAYS7) \
	INTEGER("cpu_priority", PGC_SUSET, 0, 0, -20, 19) \
	INTEGER("defer_shard_delete_interval", PGC_SIGHUP, GUC_UNIT_MS, 15000, -1, DAYS7) \
	INTEGER("limit_clause_row_fetch_count", PGC_USERSET, 0, -1, -1, INT_MAX) \
	INTEGER("local_shared_pool_size", PGC_SIGHUP, 0, 0, -1, INT_MAX) \
	INTEGER("max_adaptive_executor_pool_size", PGC_USERSET, 0, 16, 1, INT_MAX) \
	INTEGER("max_background_task_executors", PGC_SIGHUP, 0, 1, 1, 1000) \
	INTEGER("max_background_task_executors_per_node", PGC_SIGHUP, 0, 1, 1, 128) \
	INTEGER("max_cached_connection_lifetime", PGC_USERSET, GUC_UNIT_MS, 600000, -1, INT_MAX) \
	INTEGER("max_cached_conns_per_worker", PGC_USERSET, 0, 1, 0, INT_MAX) \
	INTEGER("max_client_connections", PGC_SUSET, 0, -1, -1, MaxConnections) \
	INTEGER("max_high_priority_background_processes", PGC_SUSET, 0, 2, 0, 10000) \
	INTEGER("max_intermediate_result_size", PGC_USERSET, GUC_UNIT_KB, 1048576, -1, INT_MAX) \
	INTEGER("max_matview_size_to_auto_recreate", PGC_USERSET, GUC_UNIT_MB, 1024, -1, INT_MAX) \
	INTEGER("max_shared_pool_size", PGC_SIGHUP, 0, 0, -1, INT_MAX) \
	INTEGER("max_worker_nodes_tracked", PGC_POSTMASTER, 0, 2048, 1024, INT_MAX) \
	INTEGER("recover_2pc_interval", PGC_SIGHUP, GUC_UNIT_MS, 60000, -1, DAYS7) \
	INTEGER("remote_task_check_interval", PGC_USERSET, GUC_UNIT_MS, 10, 1, INT_MAX) \
	INTEGER("shard_count", PGC_USERSET, 0, 32, 1, 64000) \
	INTEGER("shard_replication_factor", PGC_USERSET, 0, 1, 1, 100) \
	INTEGER("stat_tenants_limit", PGC_POSTMASTER, 0, 100, 1, 10000) \
	INTEGER("stat_tenants_period", PGC_USERSET, 0, 60, 1, 86400) \
	INTEGER("values_materialization_threshold", PGC_USERSET, 0, 100, -1, INT_MAX) \
	INTEGER("executor_slow_start_interval", PGC_USERSET, GUC_UNIT_MS | HIDDEN, 10, 0, INT_MAX) \
	INTEGER("logical_replication_timeout", PGC_SIGHUP, GUC_UNIT_MS | HIDDEN, 7200000, 0, 604800000) \
	INTEGER("max_rebalancer_logged_ignored_moves", PGC_USERSET, HIDDEN, 5, -1, INT_MAX) \
	INTEGER("rebalancer_by_disk_size_base_cost", PGC_USERSET, GUC_UNIT_BYTE | HIDDEN, \
			104857600, 0, INT_MAX) \
	INTEGER("repartition_join_bucket_count_per_node", PGC_SIGHUP, HIDDEN, 4, 1, INT_MAX) \
	INTEGER("stat_statements_max", PGC_POSTMASTER, HIDDEN, 50000, 1000, 10000000) \
	INTEGER("stat_statements_purge_interval", PGC_SIGHUP, GUC_UNIT_MS | HIDDEN, 10, -1, INT_MAX)

/* REAL(name, context, flags, default, least, most) */
#define REAL_SETTINGS \
	REAL("count_distinct_error_rate", PGC_USERSET, 0, 0.0, 0.0, 1.0) \
	REAL("desired_percent_disk_available_after_move", PGC_SIGHUP, 0, 10.0, 0.0, 100.0) \
	REAL("distributed_deadlock_detection_factor", PGC_SIGHUP, 0, 2.0, -1.0, 1000.0) \
	REAL("stat_tenants_untracked_sample_rate", PGC_USERSET, 0, 1.0, 0.0, 1.0)

/* TEXT(name, context, flags, default) */
#define TEXT_SETTINGS \
	TEXT("cluster_name", PGC_SU_BACKEND, 0, "default") \
	TEXT("show_shards_for_app_name_prefixes", PGC_USERSET, GUC_LIST_INPUT, "") \
	TEXT("superuser", PGC_SUSET, 0, "") \
	TEXT("version", PGC_INTERNAL, GUC_NOT_IN_SAMPLE, CITUS_VERSION)

/* CHOICE(name, context, flags, default, all values) */
#define CHOICE_SETTINGS \
	CHOICE("coordinator_aggregation_strategy", PGC_USERSET, 0, "row-gather", \
		   "disabled,row-gather") \
	CHOICE("cpu_priority_for_logical_replication_senders", PGC_SUSET, 0, "inherit", \
		   "inherit,-20,-19,-18,-17,-16,-15,-14,-13,-12,-11,-10,-9,-8,-7,-6,-5,-4,-3,-2,-1," \
		   "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19") \
	CHOICE("explain_analyze_sort_method", PGC_USERSET, 0, "execution-time", \
		   "execution-time,taskId") \
	CHOICE("local_table_join_policy", PGC_USERSET, 0, "auto", \
		   "never,prefer-local,prefer-distributed,auto") \
	CHOICE("multi_shard_modify_mode", PGC_USERSET, 0, "parallel", "parallel,sequential") \
	CHOICE("multi_task_query_log_level", PGC_USERSET, 0, "off", ON_OFF_LEVELS) \
	CHOICE("propagate_set_commands", PGC_USERSET, 0, "none", "none,local") \
	CHOICE("stat_statements_track", PGC_SUSET, 0, "none", "none,all") \
	CHOICE("stat_tenants_log_level", PGC_USERSET, 0, "off", ON_OFF_LEVELS) \
	CHOICE("stat_tenants_track", PGC_SUSET, 0, "none", "none,all") \
	CHOICE("task_assignment_policy", PGC_USERSET, 0, "greedy", "greedy,first-replica,round-robin") \
	CHOICE("task_executor_type", PGC_USERSET, 0, "adaptive", "adaptive,real-time,task-tracker") \
	CHOICE("use_secondary_nodes", PGC_SU_BACKEND, 0, "never", "never,always") \
	CHOICE("worker_min_messages", PGC_USERSET, 0, "notice", ON_OFF_LEVELS) \
	CHOICE("metadata_sync_mode", PGC_SUSET, HIDDEN | GUC_SUPERUSER_ONLY, "transactional", \
		   "transactional,nontransactional")
