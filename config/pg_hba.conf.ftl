<#-- Who may log in, and how. The first line that matches decides, so nodes come before clients. -->
# Logins of node ${node} of cluster ${cluster}.
# Written by citus-deploy from the inventory. Change that: apply stops where this was changed by hand.

# Administration inside the container, as the system user that PostgreSQL runs as.
local   all  ${access(superuser)}  peer map=local

<#if localClients?has_content>
# Clients on this server, by password over TLS. They come before the nodes: no node dials a loopback
# address as such a role, see citus.local_hostname.
<#list localClients as client>
hostssl ${access(client.database)}  ${access(client.role)}  127.0.0.1/32  scram-sha-256
hostssl ${access(client.database)}  ${access(client.role)}  ::1/128  scram-sha-256
</#list>

</#if>
# The nodes, and citus-deploy through SSH: by certificate, which pg_ident.conf maps to roles.
hostssl all  all  127.0.0.1/32  cert map=citus
hostssl all  all  ::1/128  cert map=citus
hostssl all  all  samehost  cert map=citus
<#list peers as peer>
hostssl all  all  ${peer}  cert map=citus
</#list>
<#list networks as network>
hostssl all  all  ${network}  cert map=citus
</#list>
<#if bridge>

# A node that dials its own published address arrives from the bridge's gateway.
hostssl all  all  samenet  cert map=citus
</#if>
<#if clients?has_content>

# Clients, by password over TLS.
<#list clients as client>
hostssl ${access(client.database)}  ${access(client.role)}  ${client.from}  scram-sha-256
</#list>
</#if>
