package dev.citusdeploy.secrets;

import dev.citusdeploy.model.Secret;

/// A certificate with its private key.
///
/// @param certificate X.509 in PEM, ending in a newline
/// @param key PKCS#8 in PEM, not encrypted, ending in a newline
public record Credential(String certificate, Secret key) {}
