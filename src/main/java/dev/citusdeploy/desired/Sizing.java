package dev.citusdeploy.desired;

import dev.citusdeploy.model.Hardware;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Settings by the size of the server, following the documentation of Citus: a quarter of the
/// memory for PostgreSQL's own cache, three quarters assumed to cache files.
final class Sizing {
  private static final long GIBIBYTE = 1L << 30;

  private Sizing() {}

  /// Settings for each of the nodes of a server. None while its size isn't known, or with less than
  /// 2 GiB for each node: PostgreSQL's defaults fit such machines.
  static SequencedMap<String, String> settings(@Nullable Hardware hardware, int nodes) {
    SequencedMap<String, String> settings = new LinkedHashMap<>();
    if (hardware == null) {
      return settings;
    }
    // Whole GiB: the size that a kernel reports changes by some MiB with its version, and a change
    // of the settings would restart the server.
    long memory = hardware.memoryBytes() / GIBIBYTE / nodes;
    if (memory < 2) {
      return settings;
    }
    settings.put("shared_buffers", memory * 256 + "MB");
    settings.put("effective_cache_size", memory * 768 + "MB");
    settings.put("maintenance_work_mem", Math.min(memory * 64, 2048) + "MB");
    int processors = Math.max(1, hardware.cpus() / nodes);
    settings.put("max_parallel_workers", Integer.toString(Math.clamp(processors, 2, 24)));
    return settings;
  }
}
