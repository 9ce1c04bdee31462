package dev.citusdeploy.remote.ssh.hostkey;

import dev.citusdeploy.model.HostName;
import java.nio.file.Path;

/// A key that a server showed.
///
/// @param host the server
/// @param address its address
/// @param port its SSH port
/// @param algorithm key type such as `ssh-ed25519`
/// @param fingerprint `SHA256:…`
/// @param knownHosts the file that it would be accepted in
/// @param line the line for that file
public record HostKey(
    HostName host,
    String address,
    int port,
    String algorithm,
    String fingerprint,
    Path knownHosts,
    String line) {}
