/*
 * Connections to other nodes: real ones, by libpq, with citus.node_conninfo, pg_dist_authinfo and
 * pg_dist_poolinfo.
 *
 * Two kinds. Statements that belong to the caller's transaction (node management, roles) go
 * through one connection per node that is opened on first use and committed just before the local
 * commit. Citus uses two-phase commit there. The rehearsal commits in one phase: a crash between
 * remote and local commit leaves a node that the next citus_add_node or citus_activate_node makes
 * right, whereas a prepared transaction without a recovery daemon would stay for ever.
 * run_command_on_* and the health checks are independent of the transaction and run side by side.
 */
#include "rehearsal.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_extension.h"
#include "catalog/pg_type.h"
#include "commands/dbcommands.h"
#include "commands/extension.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "funcapi.h"
#include "libpq-fe.h"
#include "libpq/libpq-be-fe-helpers.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "storage/fd.h"
#include "storage/latch.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"

char	   *NodeConnInfo = NULL;
char	   *LocalHostname = NULL;
int			NodeConnectionTimeout = 30000;

#define INTERNAL_PREFIX "citus_internal"
#define COMMAND_PREFIX "citus_run_command"

PG_FUNCTION_INFO_V1(rehearsal_remote);
PG_FUNCTION_INFO_V1(rehearsal_run);
PG_FUNCTION_INFO_V1(rehearsal_authinfo_valid);
PG_FUNCTION_INFO_V1(rehearsal_poolinfo_valid);
PG_FUNCTION_INFO_V1(rehearsal_is_internal);

/* ---------------------------------------------------------------- settings */

static bool
is_among(const char *word, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

/* Says which keyword of a connection string is not allowed; NULL when all are. */
static char *
fault_of_conninfo(const char *conninfo, const char *const *allowed)
{
	PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
	char	   *fault = NULL;

	if (options == NULL)
		return pstrdup("Provided string is not a valid libpq connection info string");
	for (PQconninfoOption *option = options; option->keyword != NULL; option++)
	{
		if (option->val == NULL || option->val[0] == '\0')
			continue;
		if (!is_among(option->keyword, allowed))
		{
			fault = psprintf("Prohibited conninfo keyword detected: %s", option->keyword);
			break;
		}
	}
	PQconninfoFree(options);
	return fault;
}

bool
check_node_conninfo(char **newval, void **extra, GucSource source)
{
	static const char *const allowed[] = {
		"connect_timeout", "host", "keepalives", "keepalives_idle", "keepalives_interval",
		"keepalives_count", "krbsrvname", "sslcert", "sslkey", "sslrootcert", "sslcrl",
		"sslcompression", "sslmode", "sslnegotiation", "tcp_user_timeout", NULL};
	char	   *fault = fault_of_conninfo(*newval, allowed);

	if (fault == NULL)
		return true;

	GUC_check_errdetail("%s", fault);
	return false;
}

Datum
rehearsal_authinfo_valid(PG_FUNCTION_ARGS)
{
	static const char *const allowed[] = {"password", "sslcert", "sslkey", NULL};

	PG_RETURN_BOOL(fault_of_conninfo(text_to_cstring(PG_GETARG_TEXT_PP(0)), allowed) == NULL);
}

Datum
rehearsal_poolinfo_valid(PG_FUNCTION_ARGS)
{
	static const char *const allowed[] = {"host", "port", "dbname", NULL};

	PG_RETURN_BOOL(fault_of_conninfo(text_to_cstring(PG_GETARG_TEXT_PP(0)), allowed) == NULL);
}

/* -------------------------------------------------------------- who and how */

/* The role that created the extension: node management logs in to other nodes as this one. */
char *
extension_owner(void)
{
	Relation	relation = table_open(ExtensionRelationId, AccessShareLock);
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple	tuple;
	Oid			owner = BOOTSTRAP_SUPERUSERID;

	ScanKeyInit(&key, Anum_pg_extension_extname, BTEqualStrategyNumber, F_NAMEEQ,
				CStringGetDatum("citus"));
	scan = systable_beginscan(relation, ExtensionNameIndexId, true, NULL, 1, &key);
	tuple = systable_getnext(scan);
	if (HeapTupleIsValid(tuple))
		owner = ((Form_pg_extension) GETSTRUCT(tuple))->extowner;
	systable_endscan(scan);
	table_close(relation, AccessShareLock);
	return GetUserNameFromId(owner, false);
}

/* Whether this session was opened by another node's management statement. */
bool
is_internal_backend(void)
{
	return application_name != NULL &&
		strncmp(application_name, INTERNAL_PREFIX, strlen(INTERNAL_PREFIX)) == 0;
}

Datum
rehearsal_is_internal(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(is_internal_backend());
}

/* One text from a catalog that only superusers may read; NULL when there is no row. */
static char *
secret_text(const char *query, int count, Oid *types, Datum *values)
{
	Oid			user;
	int			context;
	char	   *answer = NULL;
	MemoryContext caller = CurrentMemoryContext;

	GetUserIdAndSecContext(&user, &context);
	SetUserIdAndSecContext(BOOTSTRAP_SUPERUSERID, context | SECURITY_LOCAL_USERID_CHANGE);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute_with_args(query, count, types, values, NULL, true, 1) == SPI_OK_SELECT &&
		SPI_processed == 1)
	{
		char	   *value = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);

		if (value != NULL)
			answer = MemoryContextStrdup(caller, value);
	}
	SPI_finish();
	SetUserIdAndSecContext(user, context);
	return answer;
}

typedef struct Parameters
{
	const char *keywords[32];
	const char *values[32];
	int			count;
} Parameters;

static void
put(Parameters *parameters, const char *keyword, const char *value)
{
	for (int i = 0; i < parameters->count; i++)
	{
		if (strcmp(parameters->keywords[i], keyword) == 0)
		{
			parameters->values[i] = value;
			return;
		}
	}
	if (parameters->count >= lengthof(parameters->keywords) - 1)
		elog(ERROR, "too many connection parameters");
	parameters->keywords[parameters->count] = keyword;
	parameters->values[parameters->count] = value;
	parameters->count++;
}

static void
put_all(Parameters *parameters, const char *conninfo)
{
	PQconninfoOption *options = PQconninfoParse(conninfo, NULL);

	if (options == NULL)
		return;
	for (PQconninfoOption *option = options; option->keyword != NULL; option++)
		if (option->val != NULL && option->val[0] != '\0')
			put(parameters, pstrdup(option->keyword), pstrdup(option->val));
	PQconninfoFree(options);
}

static void
describe_connection(Parameters *parameters, const char *host, int port, const char *user,
					const char *prefix)
{
	Oid			types[] = {TEXTOID, INT4OID, NAMEOID};
	Datum		values[3];
	char	   *text;

	memset(parameters, 0, sizeof(*parameters));
	put(parameters, "host", host);
	put(parameters, "port", psprintf("%d", port));
	put(parameters, "dbname", get_database_name(MyDatabaseId));
	put(parameters, "user", user);
	put(parameters, "client_encoding", GetDatabaseEncodingName());
	put(parameters, "application_name", psprintf("%s gpid=%d", prefix, MyProcPid));
	put_all(parameters, NodeConnInfo);

	/* "host" in node_conninfo is the name to verify; then the node's own name is the address. */
	if (strcmp(parameters->values[0], host) != 0)
		put(parameters, "hostaddr", host);

	values[0] = CStringGetTextDatum(host);
	values[1] = Int32GetDatum(port);
	values[2] = DirectFunctionCall1(namein, CStringGetDatum(user));
	text = secret_text("SELECT poolinfo FROM pg_catalog.pg_dist_poolinfo p"
					   " JOIN pg_catalog.pg_dist_node n USING (nodeid)"
					   " WHERE n.nodename = $1 AND n.nodeport = $2", 2, types, values);
	if (text != NULL)
		put_all(parameters, text);
	text = secret_text("SELECT authinfo FROM pg_catalog.pg_dist_authinfo WHERE rolename = $3"
					   " AND nodeid IN (0, (SELECT nodeid FROM pg_catalog.pg_dist_node"
					   " WHERE nodename = $1 AND nodeport = $2))"
					   " ORDER BY nodeid DESC LIMIT 1", 3, types, values);
	if (text != NULL)
		put_all(parameters, text);
}

/*
 * The part of libpq's message that says what happened. libpq puts the address before it, which the
 * caller names already.
 */
static char *
reason_of(PGconn *connection)
{
	char	   *message = pchomp(PQerrorMessage(connection));
	const char *marker = " failed: ";
	char	   *found = strstr(message, marker);

	if (strncmp(message, "connection to server", 20) == 0 && found != NULL)
		return found + strlen(marker);
	return message;
}

/* ----------------------------------------------- within the caller's transaction */

typedef struct Link
{
	char	   *host;
	int			port;
	char	   *user;
	PGconn	   *connection;
	struct Link *next;
} Link;

static Link *links = NULL;
static bool subtransaction_aborted = false;

static PGconn *
connect_within(int elevel, const char *host, int port, const char *user)
{
	Parameters	parameters;
	PGconn	   *connection;

	describe_connection(&parameters, host, port, user, INTERNAL_PREFIX);
	/* libpq's own limit has whole seconds, two at least; that is fine enough for one node. */
	put(&parameters, "connect_timeout",
		psprintf("%d", Max(2, (NodeConnectionTimeout + 999) / 1000)));
	connection = libpqsrv_connect_params(parameters.keywords, parameters.values, false,
										 PG_WAIT_EXTENSION);
	if (connection == NULL || PQstatus(connection) != CONNECTION_OK)
	{
		char	   *reason = connection == NULL ? "out of memory" : reason_of(connection);

		libpqsrv_disconnect(connection);
		ereport(elevel,
				(errcode(ERRCODE_CONNECTION_FAILURE),
				 errmsg("connection to the remote node %s@%s:%d failed with the following error: %s",
						user, host, port, reason)));
		return NULL;
	}
	return connection;
}

pg_attribute_noreturn() static void
raise_remote_error(PGresult *result, PGconn *connection, const char *host, int port)
{
	const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	const char *primary = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	const char *detail = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL) : NULL;
	const char *hint = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_HINT) : NULL;
	int			code = state ? MAKE_SQLSTATE(state[0], state[1], state[2], state[3], state[4])
		: ERRCODE_CONNECTION_FAILURE;
	char	   *message = pstrdup(primary ? primary : pchomp(PQerrorMessage(connection)));

	detail = detail ? pstrdup(detail) : NULL;
	hint = hint ? pstrdup(hint) : NULL;
	PQclear(result);
	ereport(ERROR,
			(errcode(code), errmsg("%s", message),
			 detail ? errdetail("%s", detail) : 0,
			 hint ? errhint("%s", hint) : 0,
			 errcontext("while executing command on %s:%d", host, port)));
}

/* Runs a command; the first value of its result goes to answer, if that is wanted. */
static void
run_on(PGconn *connection, const char *host, int port, const char *command, char **answer)
{
	PGresult   *result = libpqsrv_exec(connection, command, PG_WAIT_EXTENSION);
	ExecStatusType status = PQresultStatus(result);

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		raise_remote_error(result, connection, host, port);
	if (answer != NULL)
	{
		*answer = NULL;
		if (PQntuples(result) > 0 && PQnfields(result) > 0 && !PQgetisnull(result, 0, 0))
			*answer = pstrdup(PQgetvalue(result, 0, 0));
	}
	PQclear(result);
}

static Link *
link_to(const char *host, int port, const char *user)
{
	Link	   *link;
	PGconn	   *connection;

	for (link = links; link != NULL; link = link->next)
		if (link->port == port && strcmp(link->host, host) == 0 && strcmp(link->user, user) == 0)
			return link;

	connection = connect_within(ERROR, host, port, user);
	link = MemoryContextAllocZero(TopTransactionContext, sizeof(Link));
	link->host = MemoryContextStrdup(TopTransactionContext, host);
	link->user = MemoryContextStrdup(TopTransactionContext, user);
	link->port = port;
	link->connection = connection;
	link->next = links;
	links = link;
	run_on(connection, host, port, "BEGIN; SET LOCAL client_min_messages TO error;"
		   " SET LOCAL lock_timeout TO '30s'", NULL);
	return link;
}

void
run_in_transaction(const char *host, int port, const char *user, const char *command,
				   char **answer)
{
	Link	   *link = link_to(host, port, user);

	run_on(link->connection, host, port, command, answer);
}

static void
forget_links(void)
{
	Link	   *link = links;

	links = NULL;
	subtransaction_aborted = false;
	for (; link != NULL; link = link->next)
		libpqsrv_disconnect(link->connection);
}

static void
at_transaction_event(XactEvent event, void *arg)
{
	switch (event)
	{
		case XACT_EVENT_PRE_COMMIT:
		case XACT_EVENT_PARALLEL_PRE_COMMIT:
			if (links != NULL && subtransaction_aborted)
				ereport(ERROR, (errmsg("the rehearsal image can't undo a part of a transaction on "
									   "other nodes")));
			for (Link *link = links; link != NULL; link = link->next)
				run_on(link->connection, link->host, link->port, "COMMIT", NULL);
			break;
		case XACT_EVENT_PRE_PREPARE:
			if (links != NULL)
				ereport(ERROR, (errmsg("cannot prepare a transaction that changed other nodes")));
			break;
		case XACT_EVENT_COMMIT:
		case XACT_EVENT_PARALLEL_COMMIT:
		case XACT_EVENT_ABORT:
		case XACT_EVENT_PARALLEL_ABORT:
		case XACT_EVENT_PREPARE:
			/* A connection closed before its commit is rolled back by the other side. */
			forget_links();
			break;
	}
}

static void
at_subtransaction_event(SubXactEvent event, SubTransactionId id, SubTransactionId parent,
						void *arg)
{
	if (event == SUBXACT_EVENT_ABORT_SUB && links != NULL)
		subtransaction_aborted = true;
}

void
install_transaction_callbacks(void)
{
	RegisterXactCallback(at_transaction_event, NULL);
	RegisterSubXactCallback(at_subtransaction_event, NULL);
}

/* rehearsal_remote(host text, port int, command text) → first value of the command's result */
Datum
rehearsal_remote(PG_FUNCTION_ARGS)
{
	char	   *answer = NULL;

	run_in_transaction(text_to_cstring(PG_GETARG_TEXT_PP(0)), PG_GETARG_INT32(1),
					   extension_owner(), text_to_cstring(PG_GETARG_TEXT_PP(2)), &answer);
	if (answer == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(answer));
}

/* ------------------------------------------------------ outside the transaction */

typedef enum TaskState
{
	TASK_CONNECTING, TASK_RUNNING, TASK_DONE
} TaskState;

typedef struct Task
{
	char	   *host;
	int			port;
	char	   *command;
	PGconn	   *connection;
	TaskState	state;
	PostgresPollingStatusType polling;
	TimestampTz deadline;
	bool		connected;
	bool		success;
	char	   *result;
} Task;

static void
finish_task(Task *task, bool success, char *result)
{
	task->state = TASK_DONE;
	task->success = success;
	task->result = result;
	if (task->connection != NULL)
	{
		PQfinish(task->connection);
		ReleaseExternalFD();
		task->connection = NULL;
	}
}

static void
fail_to_connect(Task *task, const char *user, bool warn, char *reason)
{
	/* The message is about the node, so it has to outlive the connection. */
	reason = pstrdup(reason);
	finish_task(task, false, psprintf("failed to connect to %s:%d", task->host, task->port));
	if (warn)
		ereport(WARNING,
				(errcode(ERRCODE_CONNECTION_FAILURE),
				 errmsg("connection to the remote node %s@%s:%d failed with the following error: %s",
						user, task->host, task->port, reason)));
}

static void
start_task(Task *task, const char *user, bool warn)
{
	Parameters	parameters;

	describe_connection(&parameters, task->host, task->port, user, COMMAND_PREFIX);
	task->deadline = TimestampTzPlusMilliseconds(GetCurrentTimestamp(), NodeConnectionTimeout);
	if (!AcquireExternalFD())
	{
		finish_task(task, false, psprintf("failed to connect to %s:%d", task->host, task->port));
		return;
	}
	task->connection = PQconnectStartParams(parameters.keywords, parameters.values, false);
	if (task->connection == NULL)
	{
		ReleaseExternalFD();
		finish_task(task, false, psprintf("failed to connect to %s:%d", task->host, task->port));
		return;
	}
	task->state = TASK_CONNECTING;
	task->polling = PGRES_POLLING_WRITING;
	if (PQstatus(task->connection) == CONNECTION_BAD)
		fail_to_connect(task, user, warn, reason_of(task->connection));
}

static void
ignore_notice(void *arg, const PGresult *result)
{
}

/* What run_command_on_* answer for a finished command, in Citus' own words. */
static void
take_result(Task *task, PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	if (status == PGRES_COMMAND_OK)
	{
		task->success = true;
		task->result = pstrdup(PQcmdStatus(result));
	}
	else if (status != PGRES_TUPLES_OK)
	{
		char	   *message = pstrdup(PQresultErrorMessage(result));
		char	   *line = strchr(message, '\n');

		if (line != NULL)
			*line = '\0';
		task->success = false;
		task->result = message;
	}
	else if (PQnfields(result) != 1)
	{
		task->success = false;
		task->result = "expected a single column in query target";
	}
	else if (PQntuples(result) > 1)
	{
		task->success = false;
		task->result = "expected a single row in query result";
	}
	else
	{
		task->success = true;
		task->result = PQntuples(result) == 0 ? "" : pstrdup(PQgetvalue(result, 0, 0));
	}
}

static void
advance_task(Task *task, const char *user, bool warn)
{
	if (task->state == TASK_CONNECTING)
	{
		task->polling = PQconnectPoll(task->connection);
		if (task->polling == PGRES_POLLING_FAILED)
			fail_to_connect(task, user, warn, reason_of(task->connection));
		else if (task->polling == PGRES_POLLING_OK)
		{
			task->connected = true;
			PQsetNoticeReceiver(task->connection, ignore_notice, NULL);
			if (!PQsendQuery(task->connection, task->command))
				finish_task(task, false, pstrdup(PQerrorMessage(task->connection)));
			else
				task->state = TASK_RUNNING;
		}
		return;
	}
	if (!PQconsumeInput(task->connection))
	{
		finish_task(task, false, pchomp(PQerrorMessage(task->connection)));
		return;
	}
	while (!PQisBusy(task->connection))
	{
		PGresult   *result = PQgetResult(task->connection);

		if (result == NULL)
		{
			finish_task(task, task->success, task->result ? task->result : "");
			return;
		}
		/* Of several statements the first one's result counts, and any failure. */
		if (task->result == NULL || PQresultStatus(result) == PGRES_FATAL_ERROR)
			take_result(task, result);
		PQclear(result);
	}
}

static uint32
wanted_event(Task *task)
{
	if (task->state == TASK_CONNECTING && task->polling == PGRES_POLLING_WRITING)
		return WL_SOCKET_CONNECTED;
	return WL_SOCKET_READABLE;
}

/* One round: sleeps until a socket is ready or a deadline is over, then moves those tasks on. */
static void
run_round(Task *tasks, int count, int open, const char *user, bool warn)
{
	WaitEventSet *set = CreateWaitEventSet(CurrentResourceOwner, open + 2);
	WaitEvent  *events = palloc(sizeof(WaitEvent) * (open + 2));
	TimestampTz now = GetCurrentTimestamp();
	long		timeout = -1;
	int			ready;

	AddWaitEventToSet(set, WL_LATCH_SET, PGINVALID_SOCKET, MyLatch, NULL);
	AddWaitEventToSet(set, WL_EXIT_ON_PM_DEATH, PGINVALID_SOCKET, NULL, NULL);
	for (int i = 0; i < count; i++)
	{
		Task	   *task = &tasks[i];

		if (task->state == TASK_DONE)
			continue;
		AddWaitEventToSet(set, wanted_event(task), PQsocket(task->connection), NULL, task);
		if (task->state == TASK_CONNECTING)
		{
			long		left = TimestampDifferenceMilliseconds(now, task->deadline);

			timeout = timeout < 0 ? left : Min(timeout, left);
		}
	}
	ready = WaitEventSetWait(set, timeout, events, open + 2, PG_WAIT_EXTENSION);
	FreeWaitEventSet(set);
	ResetLatch(MyLatch);
	CHECK_FOR_INTERRUPTS();
	for (int i = 0; i < ready; i++)
		if (events[i].user_data != NULL)
			advance_task(events[i].user_data, user, warn);
	pfree(events);

	now = GetCurrentTimestamp();
	for (int i = 0; i < count; i++)
	{
		if (tasks[i].state == TASK_CONNECTING && now >= tasks[i].deadline)
		{
			ereport(WARNING, (errmsg("could not establish connection after %d ms",
									 NodeConnectionTimeout)));
			fail_to_connect(&tasks[i], user, false, "");
		}
	}
}

static int
open_tasks(Task *tasks, int count)
{
	int			open = 0;

	for (int i = 0; i < count; i++)
		open += tasks[i].state != TASK_DONE;
	return open;
}

static void
run_tasks(Task *tasks, int count, const char *user, bool parallel, bool warn)
{
	PG_TRY();
	{
		for (int first = 0; first < count; first += parallel ? count : 1)
		{
			int			these = parallel ? count : 1;
			int			open;

			for (int i = first; i < first + these; i++)
				start_task(&tasks[i], user, warn);
			while ((open = open_tasks(&tasks[first], these)) > 0)
				run_round(&tasks[first], these, open, user, warn);
		}
	}
	PG_FINALLY();
	{
		for (int i = 0; i < count; i++)
		{
			if (tasks[i].connection != NULL)
			{
				PQfinish(tasks[i].connection);
				ReleaseExternalFD();
				tasks[i].connection = NULL;
			}
		}
	}
	PG_END_TRY();
}

/*
 * rehearsal_run(hosts text[], ports int[], commands text[], parallel bool, warn bool)
 * → setof (place int, connected bool, success bool, result text), in the arrays' order
 */
Datum
rehearsal_run(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *info = (ReturnSetInfo *) fcinfo->resultinfo;
	Datum	   *hosts, *ports, *commands;
	int			count, other;
	Task	   *tasks;

	deconstruct_array_builtin(PG_GETARG_ARRAYTYPE_P(0), TEXTOID, &hosts, NULL, &count);
	deconstruct_array_builtin(PG_GETARG_ARRAYTYPE_P(1), INT4OID, &ports, NULL, &other);
	if (other != count)
		elog(ERROR, "arrays differ in length");
	deconstruct_array_builtin(PG_GETARG_ARRAYTYPE_P(2), TEXTOID, &commands, NULL, &other);
	if (other != count)
		elog(ERROR, "arrays differ in length");

	tasks = palloc0(sizeof(Task) * Max(count, 1));
	for (int i = 0; i < count; i++)
	{
		tasks[i].host = TextDatumGetCString(hosts[i]);
		tasks[i].port = DatumGetInt32(ports[i]);
		tasks[i].command = TextDatumGetCString(commands[i]);
		tasks[i].state = TASK_DONE;
	}
	run_tasks(tasks, count, GetUserNameFromId(GetUserId(), false), PG_GETARG_BOOL(3),
			  PG_GETARG_BOOL(4));

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < count; i++)
	{
		Datum		values[4];
		bool		nulls[4] = {false};

		values[0] = Int32GetDatum(i + 1);
		values[1] = BoolGetDatum(tasks[i].connected);
		values[2] = BoolGetDatum(tasks[i].success);
		values[3] = CStringGetTextDatum(tasks[i].result ? tasks[i].result : "");
		tuplestore_putvalues(info->setResult, info->setDesc, values, nulls);
	}
	return (Datum) 0;
}
