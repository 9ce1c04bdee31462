package dev.citusdeploy.cli;

import java.lang.reflect.Proxy;

/// The operating system's signals. Java itself only lets a program end at the first one, whatever
/// comes after it; `sun.misc.Signal`, which every JDK has, lets it choose. By reflection, because
/// the compiler has a warning about that class which nothing turns off.
final class Signals {
  private Signals() {}

  /// Does something at each signal of a name such as `INT`, in a thread of its own. Nothing happens
  /// where there is no such signal, or where the process was started to ignore it, as by `nohup`.
  static void hear(String name, Runnable deed) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object listener =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      deed.run();
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(proxy);
                    // Nothing compares listeners; the JDK only keeps them.
                    case "equals" -> false;
                    default -> "signal " + name;
                  });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
    } catch (ReflectiveOperationException e) {
      // A system without this signal: it ends the program, as it does any other.
    }
  }
}
