package dev.citusdeploy.facts;

import dev.citusdeploy.model.ImageTraits;
import java.util.List;

/// An image that is on a host.
///
/// @param id `sha256:…`
/// @param digests repository digests, empty for an image that came without a registry
/// @param architecture `amd64`, `arm64` …
/// @param postgresMajor major version of its PostgreSQL, empty when the image does not tell it in
///   `PG_MAJOR`
/// @param traits what rendering needs
public record ImageFacts(
    String id,
    List<String> digests,
    String architecture,
    String postgresMajor,
    ImageTraits traits) {}
