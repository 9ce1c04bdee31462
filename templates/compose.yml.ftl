<#-- The node's service. A change of this file makes a new container; a change of settings doesn't. -->
# Node ${node} of cluster ${cluster}. Written by citus-deploy from the inventory.
name: ${yaml(containerName)}
services:
  db:
    image: ${yaml(image)}
    container_name: ${yaml(containerName)}
    entrypoint: [sh, /etc/citus-deploy/conf/current/start.sh]
<#if bridge>
    ports:
<#list publishAddresses as address>
      - target: ${port}
        published: "${port}"
        host_ip: ${yaml(address)}
        protocol: tcp
        mode: host
<#else>
      - target: ${port}
        published: "${port}"
        protocol: tcp
        mode: host
</#list>
<#else>
    network_mode: host
</#if>
    restart: unless-stopped
    # A fast shutdown, with time to write what is in memory.
    stop_signal: SIGINT
    stop_grace_period: 120s
    # The upper limit of what parallel queries share; nothing is reserved.
    shm_size: 1g
    environment:
      PGDATA: /var/lib/citus-deploy/pgdata
      CITUS_DEPLOY_CLUSTER: ${yaml(cluster)}
      CITUS_DEPLOY_NODE: ${yaml(node)}
<#if requiredAddress?has_content>
      # PostgreSQL starts once the server has this address; IPv6 also as the kernel writes it.
      CITUS_DEPLOY_ADDRESS: ${yaml(requiredAddress)}
<#if requiredAddressKernelForm?has_content>
      CITUS_DEPLOY_ADDRESS_KERNEL_FORM: ${yaml(requiredAddressKernelForm)}
</#if>
</#if>
      # So that psql in this container finds the server.
      PGPORT: "${port}"
      PGUSER: ${yaml(superuser)}
      PGDATABASE: ${yaml(database)}
    volumes:
      # A folder that is missing is an error, never a new empty cluster.
      - {type: bind, source: ${yaml(dataFolder)}, target: /var/lib/citus-deploy, bind: {create_host_path: false}}
      - {type: bind, source: ${yaml(folder + "/conf")}, target: /etc/citus-deploy/conf, read_only: true, bind: {create_host_path: false}}
      - {type: bind, source: ${yaml(folder + "/tls")}, target: /etc/citus-deploy/tls, read_only: true, bind: {create_host_path: false}}
      # How far the node has served, kept by the health check apart from the data. Docker may make this
      # one: without it nothing is lost, and the node is to start.
      - {type: bind, source: ${yaml(servedFolder)}, target: /etc/citus-deploy/served, bind: {create_host_path: true}}
    # Keys are copied into the first. At the others an image declares a volume, and without a mount
    # of ours each container would leave one behind.
    tmpfs:
      - "/run/citus-deploy:size=1m,mode=0755"
<#list imageVolumes as volume>
      - ${yaml(volume + ":size=1m,mode=0755")}
</#list>
    # At the address that the other nodes use. The first statement after a start also wakes Citus'
    # maintenance daemon.
    healthcheck:
      test: [CMD, sh, /run/citus-deploy/health.sh, "host=${checkHost} connect_timeout=3 sslmode=verify-full sslrootcert=${keyFolder}/ca.crt sslcert=${keyFolder}/node.crt sslkey=${keyFolder}/node.key"]
      interval: 3s
      # More than the check's own limit of 5 s.
      timeout: 7s
      retries: 3
      start_period: 120s
    labels:
      dev.citusdeploy.cluster: ${yaml(cluster)}
      dev.citusdeploy.node: ${yaml(node)}
      dev.citusdeploy.role: ${yaml(role)}
      dev.citusdeploy.port: "${port}"
      dev.citusdeploy.config: ${yaml(containerHash)}
<#if bridge>
networks:
  # One for all nodes of the cluster on this server: an engine has room for about thirty.
  default:
    name: ${yaml(bridgeNetwork)}
    external: true
</#if>
