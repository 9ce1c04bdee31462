/*
 * The maintenance daemon: one background process a database, started lazily by the first
 * statement of any session there, as Citus' own. Here it has one duty: to bring nodes up to date
 * whose metadatasynced is false (citus_update_node leaves that behind).
 */
#include "rehearsal.h"

#include "access/xact.h"
#include "commands/extension.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "parser/analyze.h"
#include "pgstat.h"
#include "postmaster/bgworker.h"
#include "postmaster/interrupt.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "storage/lwlock.h"
#include "storage/shmem.h"
#include "tcop/utility.h"
#include "utils/guc.h"
#include "utils/snapmgr.h"

int			MetadataSyncInterval = 60000;
int			MetadataSyncRetryInterval = 5000;

#define MOST_DATABASES 64

/* Which databases have a daemon; guarded by the lock of the tranche "citus". */
typedef struct Daemons
{
	Oid			databases[MOST_DATABASES];
} Daemons;

static Daemons *daemons = NULL;
static LWLock *daemons_lock = NULL;
static bool asked = false;
static shmem_request_hook_type previous_request = NULL;
static shmem_startup_hook_type previous_startup = NULL;
static post_parse_analyze_hook_type previous_analyze = NULL;

PGDLLEXPORT void rehearsal_daemon_main(Datum database);

static void
request_memory(void)
{
	if (previous_request != NULL)
		previous_request();
	RequestAddinShmemSpace(sizeof(Daemons));
	RequestNamedLWLockTranche("citus", 1);
}

static void
set_up_memory(void)
{
	bool		found;

	if (previous_startup != NULL)
		previous_startup();
	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	daemons = ShmemInitStruct("citus daemons", sizeof(Daemons), &found);
	if (!found)
		memset(daemons, 0, sizeof(Daemons));
	daemons_lock = &GetNamedLWLockTranche("citus")->lock;
	LWLockRelease(AddinShmemInitLock);
}

/* Takes a place for this database; false when it has one, or when all are taken. */
static bool
take_place(Oid database)
{
	int			place = -1;

	LWLockAcquire(daemons_lock, LW_EXCLUSIVE);
	for (int i = 0; i < MOST_DATABASES; i++)
	{
		if (daemons->databases[i] == database)
		{
			place = -1;
			break;
		}
		if (place < 0 && daemons->databases[i] == InvalidOid)
			place = i;
	}
	if (place >= 0)
		daemons->databases[place] = database;
	LWLockRelease(daemons_lock);
	return place >= 0;
}

static void
give_place_back(int code, Datum database)
{
	LWLockAcquire(daemons_lock, LW_EXCLUSIVE);
	for (int i = 0; i < MOST_DATABASES; i++)
		if (daemons->databases[i] == DatumGetObjectId(database))
			daemons->databases[i] = InvalidOid;
	LWLockRelease(daemons_lock);
}

static void
start_daemon(void)
{
	BackgroundWorker worker;
	BackgroundWorkerHandle *handle;

	if (!take_place(MyDatabaseId))
		return;
	memset(&worker, 0, sizeof(worker));
	worker.bgw_flags = BGWORKER_SHMEM_ACCESS | BGWORKER_BACKEND_DATABASE_CONNECTION;
	worker.bgw_start_time = BgWorkerStart_ConsistentState;
	worker.bgw_restart_time = BGW_NEVER_RESTART;
	worker.bgw_main_arg = ObjectIdGetDatum(MyDatabaseId);
	strlcpy(worker.bgw_library_name, "citus", sizeof(worker.bgw_library_name));
	strlcpy(worker.bgw_function_name, "rehearsal_daemon_main", sizeof(worker.bgw_function_name));
	snprintf(worker.bgw_name, BGW_MAXLEN, "Citus Maintenance Daemon: %u/%u", MyDatabaseId,
			 GetUserId());
	strlcpy(worker.bgw_type, "Citus Maintenance Daemon", sizeof(worker.bgw_type));
	if (!RegisterDynamicBackgroundWorker(&worker, &handle))
		give_place_back(0, ObjectIdGetDatum(MyDatabaseId));
}

/* Once a session: where the extension is installed, the daemon has to run. */
static void
after_parse(ParseState *state, Query *query, JumbleState *jumble)
{
	if (previous_analyze != NULL)
		previous_analyze(state, query, jumble);
	if (asked || daemons == NULL || AmBackgroundWorkerProcess() || !IsNormalProcessingMode() ||
		!IsTransactionState() || creating_extension || RecoveryInProgress())
		return;
	if (!OidIsValid(get_extension_oid("citus", true)))
		return;
	asked = true;
	start_daemon();
}

/* One try; a node that can't be reached stays unsynced for the next. */
static bool
sync_once(void)
{
	volatile bool done = true;

	PG_TRY();
	{
		SetCurrentStatementStartTimestamp();
		StartTransactionCommand();
		PushActiveSnapshot(GetTransactionSnapshot());
		if (OidIsValid(get_extension_oid("citus", true)))
		{
			SPI_connect();
			SPI_execute("SELECT citus_internal.sync_stale_nodes()", false, 1);
			SPI_finish();
		}
		PopActiveSnapshot();
		CommitTransactionCommand();
	}
	PG_CATCH();
	{
		EmitErrorReport();
		FlushErrorState();
		AbortCurrentTransaction();
		done = false;
	}
	PG_END_TRY();
	return done;
}

void
rehearsal_daemon_main(Datum database)
{
	bool		done = true;

	before_shmem_exit(give_place_back, database);
	pqsignal(SIGHUP, SignalHandlerForConfigReload);
	pqsignal(SIGTERM, die);
	BackgroundWorkerUnblockSignals();
	BackgroundWorkerInitializeConnectionByOid(DatumGetObjectId(database), InvalidOid, 0);
	SetConfigOption("application_name", "Citus Maintenance Daemon", PGC_USERSET, PGC_S_SESSION);
	pgstat_report_activity(STATE_IDLE, NULL);
	for (;;)
	{
		/* Looks often: the look itself is one row of a small table. */
		(void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH,
						 done ? 500L : (long) MetadataSyncRetryInterval, PG_WAIT_EXTENSION);
		ResetLatch(MyLatch);
		CHECK_FOR_INTERRUPTS();
		if (ConfigReloadPending)
		{
			ConfigReloadPending = false;
			ProcessConfigFile(PGC_SIGHUP);
		}
		done = sync_once();
	}
}

void
install_daemon(void)
{
	previous_request = shmem_request_hook;
	shmem_request_hook = request_memory;
	previous_startup = shmem_startup_hook;
	shmem_startup_hook = set_up_memory;
	previous_analyze = post_parse_analyze_hook;
	post_parse_analyze_hook = after_parse;
}
