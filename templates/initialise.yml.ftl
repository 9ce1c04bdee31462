<#-- The one-shot that makes a node's data. The superuser's password is one line of its input. -->
# First start of node ${node} of cluster ${cluster}. Written by citus-deploy from the inventory.
# Run by it as: docker compose -f initialise.yml run --rm -T initialise < password
name: ${yaml(containerName)}
services:
  initialise:
    image: ${yaml(image)}
    entrypoint: [bash, /etc/citus-deploy/conf/current/initialise.sh]
    network_mode: none
    stop_grace_period: 120s
    # Not the image's: the temporary server answers nobody.
    healthcheck: {disable: true}
    environment:
      PGDATA: /var/lib/citus-deploy/pgdata.unfinished
      POSTGRES_USER: ${yaml(superuser)}
      POSTGRES_DB: ${yaml(database)}
      POSTGRES_INITDB_ARGS: ${yaml("--auth-local=scram-sha-256 --auth-host=scram-sha-256 --data-checksums --encoding=UTF8 --locale=" + locale)}
      CITUS_DEPLOY_CLUSTER: ${yaml(cluster)}
      CITUS_DEPLOY_NODE: ${yaml(node)}
      CITUS_DEPLOY_FINGERPRINT: ${yaml(fingerprint)}
    volumes:
      - {type: bind, source: ${yaml(dataFolder)}, target: /var/lib/citus-deploy, bind: {create_host_path: false}}
      - {type: bind, source: ${yaml(folder + "/conf")}, target: /etc/citus-deploy/conf, read_only: true, bind: {create_host_path: false}}
      - {type: bind, source: ${yaml(folder + "/tls")}, target: /etc/citus-deploy/tls, read_only: true, bind: {create_host_path: false}}
    tmpfs:
      - "/run/citus-deploy:size=1m,mode=0755"
<#list imageVolumes as volume>
      - ${yaml(volume + ":size=1m,mode=0755")}
</#list>
