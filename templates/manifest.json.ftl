{
  "format": 1,
  "cluster": ${json(cluster)},
  "node": ${json(node)},
  "role": ${json(role)},
  "address": {"host": ${json(advertised)}, "port": ${port}},
  "database": ${json(database)},
  "superuser": ${json(superuser)}
}
