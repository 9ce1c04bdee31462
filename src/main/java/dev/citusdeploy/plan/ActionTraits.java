package dev.citusdeploy.plan;

/// What kind of action one is. Each action states it once; whoever treats actions differently asks
/// here.
///
/// @param word for ids of steps, codes of problems and JSON: `write-files`
/// @param symbol the sign before it in a plan
/// @param place where it happens
/// @param server what it does to a node's server
/// @param data what it does to data
/// @param wayBack whether it can be taken back
/// @param interrupt what the first Ctrl-C does to it while it is under way
/// @param limit which limit it runs into
/// @param servesStop whether it is only done for the sake of a step that stops a server afterwards
public record ActionTraits(
    String word,
    Symbol symbol,
    Place place,
    ServerEffect server,
    DataEffect data,
    WayBack wayBack,
    Interrupt interrupt,
    Limit limit,
    boolean servesStop) {

  /// An action that disturbs nothing, can be taken back and runs to its end within the limit of a
  /// step.
  public static ActionTraits of(String word, Symbol symbol, Place place) {
    return new ActionTraits(
        word,
        symbol,
        place,
        ServerEffect.NONE,
        DataEffect.NONE,
        WayBack.YES,
        Interrupt.FINISHES,
        Limit.STEP,
        false);
  }

  /// The same with an effect on a node's server.
  public ActionTraits server(ServerEffect other) {
    return new ActionTraits(
        word, symbol, place, other, data, wayBack, interrupt, limit, servesStop);
  }

  /// The same with an effect on data.
  public ActionTraits data(DataEffect other) {
    return new ActionTraits(
        word, symbol, place, server, other, wayBack, interrupt, limit, servesStop);
  }

  /// The same, with another way back.
  public ActionTraits wayBack(WayBack other) {
    return new ActionTraits(word, symbol, place, server, data, other, interrupt, limit, servesStop);
  }

  /// The same, interrupted otherwise.
  public ActionTraits interrupt(Interrupt other) {
    return new ActionTraits(word, symbol, place, server, data, wayBack, other, limit, servesStop);
  }

  /// The same within another limit.
  public ActionTraits limit(Limit other) {
    return new ActionTraits(
        word, symbol, place, server, data, wayBack, interrupt, other, servesStop);
  }

  /// The same, for the sake of a stop or not.
  public ActionTraits servesStop(boolean other) {
    return new ActionTraits(word, symbol, place, server, data, wayBack, interrupt, limit, other);
  }

  /// Whether a server that runs is stopped.
  public boolean stopsServer() {
    return server == ServerEffect.RESTARTS;
  }

  /// Whether a server runs afterwards that did not, or not as it does then.
  public boolean startsServer() {
    return server == ServerEffect.STARTS || server == ServerEffect.RESTARTS;
  }

  /// The sign before an action in a plan.
  public enum Symbol {
    /// Something new.
    ADD("+"),
    /// Something changed in place.
    CHANGE("~"),
    /// Something removed and created again.
    REPLACE("±"),
    /// A check, which changes nothing.
    CHECK("?");

    private final String text;

    Symbol(String text) {
      this.text = text;
    }

    /// One character.
    public String text() {
      return text;
    }
  }

  /// Where an action happens.
  public enum Place {
    /// On the disk or in the engine of a server.
    SERVER,
    /// In the catalog, or between nodes.
    CATALOG
  }

  /// What an action does to a node's server.
  public enum ServerEffect {
    /// Nothing.
    NONE,
    /// A server that does not run is started.
    STARTS,
    /// It reads its files again and goes on serving.
    RELOADS,
    /// It is stopped and started: its sessions end.
    RESTARTS
  }

  /// What an action does to data.
  public enum DataEffect {
    /// Nothing.
    NONE,
    /// A new data directory is made.
    CREATES,
    /// Data moves between nodes.
    MOVES,
    /// Data is deleted.
    DELETES
  }

  /// Whether an action can be taken back.
  public enum WayBack {
    /// It can.
    YES,
    /// It cannot.
    NO,
    /// Only where it changes what was there when it was planned, by its precondition.
    IF_IT_WAS_THERE
  }

  /// What the first Ctrl-C does to an action that is under way.
  public enum Interrupt {
    /// It only waits or asks, and ends at once.
    ENDS,
    /// It runs to its end, and the run waits for it.
    FINISHES,
    /// It has some seconds to end, and is given up then; what it left half done is done by the next
    /// run.
    ENDS_SOON,
    /// The run stops waiting; what was started goes on on the servers.
    LEAVES_RUNNING,
    /// What was started is cancelled on the servers.
    CANCELS;

    /// Whether the run waits for the end of one that is under way.
    public boolean mayStillEnd() {
      return this == FINISHES || this == ENDS_SOON;
    }
  }

  /// Which limit an action runs into.
  public enum Limit {
    /// `--step-timeout`.
    STEP,
    /// None while it makes progress.
    PROGRESS
  }
}
