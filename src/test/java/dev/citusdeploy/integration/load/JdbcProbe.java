package dev.citusdeploy.integration.load;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Logs in as an ordinary client does.
public final class JdbcProbe {
  private JdbcProbe() {}

  /// The first column of the first row, in a session that goes on.
  public static String select(Connection connection, String statement) throws SQLException {
    try (Statement open = connection.createStatement();
        ResultSet rows = open.executeQuery(statement)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /// The first column of the first row, or the server's words when login or statement failed.
  public static String select(String url, String user, String password, String statement) {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement open = connection.createStatement();
        ResultSet rows = open.executeQuery(statement)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
