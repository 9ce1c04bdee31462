package dev.citusdeploy.model;

/// A stable code for one kind of problem, with its general description in docs/problems.md; the
/// [Problem] itself describes one occurrence.
///
/// @param id the name, for searching, such as `ssh-login-refused`; it never changes its meaning
/// @param kind its kind, which decides the exit code
/// @param cause when it comes up: sentences of Markdown
/// @param remedy what to do then: sentences of Markdown
public record ProblemCode(String id, Problem.Kind kind, String cause, String remedy) {}
