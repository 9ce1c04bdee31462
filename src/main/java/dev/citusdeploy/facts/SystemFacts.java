package dev.citusdeploy.facts;

import dev.citusdeploy.model.Hardware;
import java.time.Duration;

/// The machine and its operating system.
///
/// @param operatingSystem for people: "Debian GNU/Linux 13 (trixie)"
/// @param architecture as `uname -m` prints it
/// @param hardware size of the machine
/// @param machineId content of `/etc/machine-id`, empty when there is none
/// @param bootId `/proc/sys/kernel/random/boot_id`, empty when there is none
/// @param clockOffset the server's clock minus ours, to about the round trip's accuracy
/// @param data space where the data root is or will be
/// @param program space where the program root is or will be
public record SystemFacts(
    String operatingSystem,
    String architecture,
    Hardware hardware,
    String machineId,
    String bootId,
    Duration clockOffset,
    DiskSpace data,
    DiskSpace program) {}
