package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.JobCatalog;
import dev.citusdeploy.catalog.JobFacts;
import dev.citusdeploy.catalog.JobFacts.Job;
import dev.citusdeploy.catalog.JobFacts.Move;
import dev.citusdeploy.catalog.jdbc.session.CatalogProblemCodes;
import dev.citusdeploy.catalog.jdbc.session.JdbcSession;
import dev.citusdeploy.catalog.jdbc.session.Timeouts;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.util.List;

/// Background jobs over one session with the coordinator.
final class JdbcJobCatalog implements JobCatalog {
  private final JdbcSession session;
  private final Timeouts timeouts;

  JdbcJobCatalog(JdbcSession session, Timeouts timeouts) {
    this.session = session;
    this.timeouts = timeouts;
  }

  @Override
  public JobFacts facts() {
    List<Job> jobs = JobSql.jobs(session);
    try {
      List<Move> moves = MoveSql.moves(session, timeouts.statement());
      return new JobFacts(jobs, moves, "");
    } catch (ProblemException e) {
      Problem problem = e.problems().getFirst();
      // A node did not answer, or a shard was dropped meanwhile: the jobs are known nevertheless.
      if (problem.type().equals(CatalogProblemCodes.SQL_TIMEOUT)
          || problem.type().equals(CatalogProblemCodes.SQL_FAILED)) {
        return new JobFacts(jobs, List.of(), problem.what() + ": " + problem.why());
      }
      throw e;
    }
  }
}
