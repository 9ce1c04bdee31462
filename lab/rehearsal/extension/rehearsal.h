#ifndef REHEARSAL_H
#define REHEARSAL_H

#include "postgres.h"
#include "utils/guc.h"

/* Connection settings that the code itself reads. */
extern char *NodeConnInfo;
extern char *LocalHostname;
extern int	NodeConnectionTimeout;

/* Role propagation, in roles.c. */
extern bool EnableDDLPropagation;
extern bool EnableCreateRolePropagation;
extern bool EnableAlterRolePropagation;
extern bool EnableAlterRoleSetPropagation;
extern void install_role_hook(void);

/* Connections, in connections.c. */
extern bool check_node_conninfo(char **newval, void **extra, GucSource source);
extern void install_transaction_callbacks(void);
extern void run_in_transaction(const char *host, int port, const char *user, const char *command,
							   char **answer);
extern char *extension_owner(void);
extern bool is_internal_backend(void);

/* The maintenance daemon, in daemon.c. */
extern int	MetadataSyncInterval;
extern int	MetadataSyncRetryInterval;
extern void install_daemon(void);

#endif
