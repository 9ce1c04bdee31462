package dev.citusdeploy.model;

/// A stable name for one thing that can go wrong, and what docs/problems.md says of it in general;
/// what happened this time stands in the [Problem] itself.
///
/// @param id the name, for searching, such as `ssh-login-refused`; it never changes its meaning
/// @param kind what kind it is; decides the exit code
/// @param cause when it comes up: sentences of Markdown
/// @param remedy what to do then: sentences of Markdown
public record ProblemCode(String id, Problem.Kind kind, String cause, String remedy) {}
