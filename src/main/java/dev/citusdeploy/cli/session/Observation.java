package dev.citusdeploy.cli.session;

import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.secrets.ClusterSecrets;

/// What one read of the cluster gave.
///
/// @param facts what is
/// @param secrets the cluster's secrets, from the file or made just now
/// @param given passwords that the inventory gives
/// @param secretsChanged whether they must be saved before anything is executed
/// @param desired what should be
/// @param plan what to do about the difference
public record Observation(
    ClusterFacts facts,
    ClusterSecrets secrets,
    GivenPasswords given,
    boolean secretsChanged,
    DesiredState desired,
    Plan plan) {}
