/*
 * The rehearsal library named citus: defines the citus.* settings, insists on being preloaded as
 * the real one does, and says what it is.
 */
#include "rehearsal.h"

#include <sys/statvfs.h>

#include "access/htup_details.h"
#include "access/twophase.h"
#include "fmgr.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "optimizer/planner.h"
#include "tcop/utility.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/memutils.h"

#define HIDDEN (GUC_NO_SHOW_ALL | GUC_NOT_IN_SAMPLE)
#include "settings.h"

PG_MODULE_MAGIC;

PG_FUNCTION_INFO_V1(rehearsal_version);
PG_FUNCTION_INFO_V1(rehearsal_disk_space);

static const char *const NO_EFFECT = "Accepted by the rehearsal image, without effect.";

static char *
setting_name(const char *name)
{
	return MemoryContextStrdup(TopMemoryContext, psprintf("citus.%s", name));
}

static void
define_boolean(const char *name, GucContext context, int flags, bool value)
{
	bool	   *variable = MemoryContextAlloc(TopMemoryContext, sizeof(bool));

	*variable = value;
	DefineCustomBoolVariable(setting_name(name), NO_EFFECT, NULL, variable, value, context, flags,
							 NULL, NULL, NULL);
}

static void
define_integer(const char *name, GucContext context, int flags, int value, int least, int most)
{
	int		   *variable = MemoryContextAlloc(TopMemoryContext, sizeof(int));

	*variable = value;
	DefineCustomIntVariable(setting_name(name), NO_EFFECT, NULL, variable, value, least, most,
							context, flags, NULL, NULL, NULL);
}

static void
define_real(const char *name, GucContext context, int flags, double value, double least,
			double most)
{
	double	   *variable = MemoryContextAlloc(TopMemoryContext, sizeof(double));

	*variable = value;
	DefineCustomRealVariable(setting_name(name), NO_EFFECT, NULL, variable, value, least, most,
							 context, flags, NULL, NULL, NULL);
}

static void
define_text(const char *name, GucContext context, int flags, const char *value)
{
	char	  **variable = MemoryContextAllocZero(TopMemoryContext, sizeof(char *));

	DefineCustomStringVariable(setting_name(name), NO_EFFECT, NULL, variable, value, context,
							   flags, NULL, NULL, NULL);
}

/* Numbers the comma-separated values from 0; the default is one of them. */
static void
define_choice(const char *name, GucContext context, int flags, const char *value,
			  const char *values)
{
	int		   *variable = MemoryContextAlloc(TopMemoryContext, sizeof(int));
	char	   *words = MemoryContextStrdup(TopMemoryContext, values);
	int			count = 1;
	int			index = 0;
	int			chosen = -1;
	struct config_enum_entry *entries;

	for (const char *c = values; *c; c++)
		count += (*c == ',');
	entries = MemoryContextAllocZero(TopMemoryContext,
									 (count + 1) * sizeof(struct config_enum_entry));
	for (char *word = strtok(words, ","); word != NULL; word = strtok(NULL, ","))
	{
		entries[index].name = word;
		entries[index].val = index;
		if (strcmp(word, value) == 0)
			chosen = index;
		index++;
	}
	Assert(chosen >= 0);
	*variable = chosen;
	DefineCustomEnumVariable(setting_name(name), NO_EFFECT, NULL, variable, chosen, entries,
							 context, flags, NULL, NULL, NULL);
}

static void
define_settings(void)
{
#define BOOLEAN(...) define_boolean(__VA_ARGS__);
#define INTEGER(...) define_integer(__VA_ARGS__);
#define REAL(...) define_real(__VA_ARGS__);
#define TEXT(...) define_text(__VA_ARGS__);
#define CHOICE(...) define_choice(__VA_ARGS__);
	BOOLEAN_SETTINGS
	INTEGER_SETTINGS
	REAL_SETTINGS
	TEXT_SETTINGS
	CHOICE_SETTINGS

	/* Those that have an effect here too. */
	DefineCustomBoolVariable("citus.enable_ddl_propagation",
							 "Enables propagating role statements to the other nodes.", NULL,
							 &EnableDDLPropagation, true, PGC_USERSET, HIDDEN, NULL, NULL, NULL);
	DefineCustomBoolVariable("citus.enable_create_role_propagation",
							 "Enables propagating CREATE ROLE and DROP ROLE statements to workers",
							 NULL, &EnableCreateRolePropagation, true, PGC_USERSET, 0,
							 NULL, NULL, NULL);
	DefineCustomBoolVariable("citus.enable_alter_role_propagation",
							 "Enables propagating ALTER ROLE statements.", NULL,
							 &EnableAlterRolePropagation, true, PGC_USERSET, HIDDEN,
							 NULL, NULL, NULL);
	DefineCustomBoolVariable("citus.enable_alter_role_set_propagation",
							 "Enables propagating ALTER ROLE .. SET statements.", NULL,
							 &EnableAlterRoleSetPropagation, true, PGC_USERSET, HIDDEN,
							 NULL, NULL, NULL);
	DefineCustomStringVariable("citus.node_conninfo",
							   "Sets parameters used for outbound connections.", NULL,
							   &NodeConnInfo, "sslmode=require", PGC_SIGHUP, GUC_SUPERUSER_ONLY,
							   check_node_conninfo, NULL, NULL);
	DefineCustomStringVariable("citus.local_hostname",
							   "Sets the hostname when connecting back to itself.", NULL,
							   &LocalHostname, "localhost", PGC_SUSET, 0, NULL, NULL, NULL);
	DefineCustomIntVariable("citus.node_connection_timeout",
							"Sets the maximum duration to connect to worker nodes.", NULL,
							&NodeConnectionTimeout, 30000, 10, 3600000, PGC_USERSET, GUC_UNIT_MS,
							NULL, NULL, NULL);
	DefineCustomIntVariable("citus.metadata_sync_interval",
							"Sets the time to wait between metadata syncs.", NULL,
							&MetadataSyncInterval, 60000, 1, DAYS7, PGC_SIGHUP,
							GUC_UNIT_MS | HIDDEN, NULL, NULL, NULL);
	DefineCustomIntVariable("citus.metadata_sync_retry_interval",
							"Sets the interval to retry failed metadata syncs.", NULL,
							&MetadataSyncRetryInterval, 5000, 1, DAYS7, PGC_SIGHUP,
							GUC_UNIT_MS | HIDDEN, NULL, NULL, NULL);
	MarkGUCPrefixReserved("citus");
}

void
_PG_init(void)
{
	if (!process_shared_preload_libraries_in_progress)
		ereport(ERROR,
				(errmsg("Citus can only be loaded via shared_preload_libraries"),
				 errhint("Add citus to shared_preload_libraries configuration variable in "
						 "postgresql.conf in master and workers. Note that citus should be at the "
						 "beginning of shared_preload_libraries.")));
	if (planner_hook != NULL || ProcessUtility_hook != NULL)
		ereport(ERROR,
				(errmsg("Citus has to be loaded first"),
				 errhint("Place citus at the beginning of shared_preload_libraries.")));

	define_settings();

	/* As Citus does: stock PostgreSQL's 0 means "not configured" to it. */
	if (max_prepared_xacts == 0)
	{
		char		value[32];

		snprintf(value, sizeof(value), "%d", 2 * MaxConnections);
		ereport(LOG,
				(errmsg("number of prepared transactions has not been configured, overriding"),
				 errdetail("max_prepared_transactions is now set to %s", value)));
		SetConfigOption("max_prepared_transactions", value, PGC_POSTMASTER, PGC_S_OVERRIDE);
	}

	install_transaction_callbacks();
	install_role_hook();
	install_daemon();
}

Datum
rehearsal_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text("Citus " CITUS_VERSION
									 " rehearsal (lab only, shards nothing) for " PG_VERSION_STR));
}

/* Bytes that are free and that there are on the volume of the data directory. */
Datum
rehearsal_disk_space(PG_FUNCTION_ARGS)
{
	TupleDesc	descriptor;
	Datum		values[2];
	bool		nulls[2] = {false, false};
	struct statvfs volume;

	if (get_call_result_type(fcinfo, NULL, &descriptor) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	if (statvfs(DataDir, &volume) != 0)
		ereport(ERROR, (errcode_for_file_access(),
						errmsg("could not read the disk space of \"%s\": %m", DataDir)));
	values[0] = Int64GetDatum((int64) volume.f_frsize * volume.f_bavail);
	values[1] = Int64GetDatum((int64) volume.f_frsize * volume.f_blocks);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(descriptor, values, nulls)));
}
