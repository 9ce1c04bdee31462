<#-- Settings of one node, coordinator and worker alike. The last line for a name wins. -->
# Settings of node ${node}, a ${role} of cluster ${cluster}.
# Written by citus-deploy from the inventory. Change that: apply stops where this was changed by hand.

# Reached by the other nodes at ${address}.
listen_addresses = ${conf(listen)}
port = ${port}
max_connections = ${maxConnections}
# Kept for the nodes, for citus-deploy and for administrators, so that clients cannot take them all.
# Enough for workers to come: another number would restart every server.
superuser_reserved_connections = ${reservedConnections}
# A client that is gone gives up its connection even while its query runs.
client_connection_check_interval = 10s
tcp_keepalives_idle = 60
tcp_keepalives_interval = 10
tcp_keepalives_count = 6

# Citus comes first, and moves shards by logical replication.
shared_preload_libraries = ${conf(preload)}
wal_level = logical
max_prepared_transactions = ${maxPreparedTransactions}
max_worker_processes = 32
max_wal_senders = 20
max_replication_slots = 20
max_logical_replication_workers = 16

# TLS on every connection. The files are copies in memory that the server's user may read.
ssl = on
ssl_cert_file = ${conf(keyFolder + "/node.crt")}
ssl_key_file = ${conf(keyFolder + "/node.key")}
ssl_ca_file = ${conf(keyFolder + "/ca.crt")}
password_encryption = 'scram-sha-256'

# How this node logs in to every node, itself included: by its certificate.
citus.node_conninfo = ${conf("sslmode=verify-full sslrootcert=" + keyFolder + "/ca.crt sslcert=" + keyFolder + "/node.crt sslkey=" + keyFolder + "/node.key connect_timeout=10 keepalives=1 keepalives_idle=60 keepalives_interval=10 keepalives_count=6")}
<#if dialsItself>
# Clients on this server have the loopback addresses for themselves.
citus.local_hostname = ${conf(advertised)}
</#if>

# What initdb would have written into a file of its own. Every node needs the same.
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, mdy'
lc_messages = ${conf(locale)}
lc_monetary = ${conf(locale)}
lc_numeric = ${conf(locale)}
lc_time = ${conf(locale)}
default_text_search_config = 'pg_catalog.english'
<#if sizing?has_content>

# By the server's memory and processors.
<#list sizing as setting>
${setting.name} = ${conf(setting.value)}
</#list>
</#if>
<#if settings?has_content>

# From the inventory.
<#list settings as setting>
${setting.name} = ${conf(setting.value)}
</#list>
</#if>
