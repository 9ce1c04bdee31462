<#-- Which name of a certificate or system user may become which role. -->
# Names of node ${node} of cluster ${cluster}.
# Written by citus-deploy from the inventory. Change that: apply stops where this was changed by hand.

# The system user that PostgreSQL runs as.
local  postgres  ${access(superuser)}

# A node acts for whichever role works through it.
<#list nodes as name>
citus  ${name}.node  all
</#list>

# citus-deploy itself.
citus  citus-deploy-admin  ${access(superuser)}
