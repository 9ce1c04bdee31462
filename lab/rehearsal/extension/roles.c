/*
 * Roles on all nodes: CREATE, ALTER, DROP ROLE and role GRANTs are repeated on every other active
 * node, as Citus does, from whichever node they are given.
 *
 * A statement that creates a role or names a password is not repeated by its text: what the
 * catalog then holds is, so that a password travels as the stored verifier and is the same
 * everywhere. The list of roles that are kept alike is pg_dist_object.
 */
#include "rehearsal.h"

#include "access/xact.h"
#include "catalog/objectaccess.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_type.h"
#include "commands/defrem.h"
#include "commands/extension.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "tcop/utility.h"
#include "utils/acl.h"
#include "utils/builtins.h"

bool		EnableDDLPropagation = true;
bool		EnableCreateRolePropagation = true;
bool		EnableAlterRolePropagation = true;
bool		EnableAlterRoleSetPropagation = true;

static ProcessUtility_hook_type previous_hook = NULL;

/* Runs a helper of ours in SQL as the superuser: callers need not own the node catalog. */
static void
call_helper(const char *query, int count, Oid *types, Datum *values)
{
	Oid			user;
	int			context;

	GetUserIdAndSecContext(&user, &context);
	SetUserIdAndSecContext(BOOTSTRAP_SUPERUSERID, context | SECURITY_LOCAL_USERID_CHANGE);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	SPI_execute_with_args(query, count, types, values, NULL, false, 0);
	SPI_finish();
	SetUserIdAndSecContext(user, context);
}

static ArrayType *
names_of(List *roles)
{
	int			count = 0;
	Datum	   *names = palloc(sizeof(Datum) * Max(1, list_length(roles)));
	ListCell   *cell;

	foreach(cell, roles)
	{
		RoleSpec   *role = lfirst(cell);
		char	   *name = role->roletype == ROLESPEC_PUBLIC ? NULL : get_rolespec_name(role);

		if (name != NULL)
			names[count++] = CStringGetTextDatum(name);
	}
	return construct_array_builtin(names, count, TEXTOID);
}

/* Like names_of, for names that need not exist. */
static ArrayType *
names_given(List *roles)
{
	int			count = 0;
	Datum	   *names = palloc(sizeof(Datum) * Max(1, list_length(roles)));
	ListCell   *cell;

	foreach(cell, roles)
	{
		RoleSpec   *role = lfirst(cell);

		if (role->roletype == ROLESPEC_CSTRING)
			names[count++] = CStringGetTextDatum(role->rolename);
	}
	return construct_array_builtin(names, count, TEXTOID);
}

static bool
has_password(List *options)
{
	ListCell   *cell;

	foreach(cell, options)
	{
		DefElem    *option = lfirst(cell);

		if (strcmp(option->defname, "password") == 0)
			return true;
	}
	return false;
}

static char *
text_of(PlannedStmt *statement, const char *query)
{
	const char *from = query + Max(statement->stmt_location, 0);

	return statement->stmt_len > 0 ? pnstrdup(from, statement->stmt_len) : pstrdup(from);
}

/* One call of a helper for the roles concerned; the text is NULL when the catalog is the source. */
static void
propagate(const char *helper, ArrayType *roles, const char *text)
{
	Oid			types[] = {TEXTARRAYOID, TEXTOID};
	Datum		values[] = {PointerGetDatum(roles),
		text ? CStringGetTextDatum(text) : (Datum) 0};

	call_helper(psprintf("SELECT citus_internal.%s($1%s)", helper, text ? ", $2" : ""),
				text ? 2 : 1, types, values);
}

static bool
concerns_us(void)
{
	return EnableDDLPropagation && IsTransactionState() && !creating_extension &&
		!is_internal_backend() && !RecoveryInProgress() &&
		OidIsValid(get_extension_oid("citus", true));
}

static void
after_statement(PlannedStmt *planned, const char *query, ArrayType *before)
{
	Node	   *statement = planned->utilityStmt;

	switch (nodeTag(statement))
	{
		case T_CreateRoleStmt:
			if (EnableCreateRolePropagation)
				propagate("role_created",
						  construct_array_builtin(
							  (Datum[]) {CStringGetTextDatum(castNode(CreateRoleStmt, statement)->role)},
							  1, TEXTOID), NULL);
			break;
		case T_DropRoleStmt:
			if (EnableCreateRolePropagation)
				propagate("role_dropped", before, NULL);
			break;
		case T_AlterRoleStmt:
			if (EnableAlterRolePropagation)
			{
				AlterRoleStmt *alter = castNode(AlterRoleStmt, statement);

				if (has_password(alter->options))
					propagate("role_changed", names_of(list_make1(alter->role)), NULL);
				else
					propagate("role_statement", names_of(list_make1(alter->role)),
							  text_of(planned, query));
			}
			break;
		case T_AlterRoleSetStmt:
			if (EnableAlterRoleSetPropagation)
			{
				AlterRoleSetStmt *alter = castNode(AlterRoleSetStmt, statement);

				propagate("role_statement",
						  alter->role ? names_of(list_make1(alter->role))
						  : construct_empty_array(TEXTOID), text_of(planned, query));
			}
			break;
		case T_GrantRoleStmt:
			if (EnableCreateRolePropagation)
				propagate("role_statement", names_of(castNode(GrantRoleStmt, statement)->grantee_roles),
						  text_of(planned, query));
			break;
		case T_RenameStmt:
			if (EnableAlterRolePropagation)
				propagate("role_statement",
						  construct_array_builtin(
							  (Datum[]) {CStringGetTextDatum(castNode(RenameStmt, statement)->newname)},
							  1, TEXTOID), text_of(planned, query));
			break;
		default:
			break;
	}
}

static bool
is_role_statement(Node *statement)
{
	switch (nodeTag(statement))
	{
		case T_CreateRoleStmt:
		case T_DropRoleStmt:
		case T_AlterRoleStmt:
		case T_AlterRoleSetStmt:
		case T_GrantRoleStmt:
			return true;
		case T_RenameStmt:
			return castNode(RenameStmt, statement)->renameType == OBJECT_ROLE;
		default:
			return false;
	}
}

static void
rehearsal_process_utility(PlannedStmt *planned, const char *query, bool read_only,
						  ProcessUtilityContext context, ParamListInfo params,
						  QueryEnvironment *environment, DestReceiver *receiver,
						  QueryCompletion *completion)
{
	bool		ours = is_role_statement(planned->utilityStmt) && concerns_us();
	ArrayType  *before = NULL;

	/* Only before the drop it is known what the names stand for. */
	if (ours && IsA(planned->utilityStmt, DropRoleStmt))
		before = names_given(castNode(DropRoleStmt, planned->utilityStmt)->roles);

	if (previous_hook != NULL)
		previous_hook(planned, query, read_only, context, params, environment, receiver,
					  completion);
	else
		standard_ProcessUtility(planned, query, read_only, context, params, environment,
								receiver, completion);

	if (ours)
	{
		CommandCounterIncrement();
		after_statement(planned, query, before);
	}
}

void
install_role_hook(void)
{
	previous_hook = ProcessUtility_hook;
	ProcessUtility_hook = rehearsal_process_utility;
}
