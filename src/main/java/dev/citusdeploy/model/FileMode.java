package dev.citusdeploy.model;

/// Permission bits of a file, 0 to 07777.
public record FileMode(int bits) {
  /// Readable by everyone, written by the owner.
  public static final FileMode PUBLIC = new FileMode(0644);

  /// Executable by everyone, written by the owner.
  public static final FileMode EXECUTABLE = new FileMode(0755);

  /// For the owner alone.
  public static final FileMode PRIVATE = new FileMode(0600);

  /// @throws IllegalArgumentException when there are other bits
  public FileMode {
    if (bits < 0 || bits > 07777) {
      throw new IllegalArgumentException("not a file mode: " + Integer.toOctalString(bits));
    }
  }

  /// Reads octal digits, as `stat -c %a` prints them.
  public static FileMode parse(String octal) {
    return new FileMode(Integer.parseInt(octal, 8));
  }

  /// Octal digits without a leading zero, as `stat -c %a` prints them.
  @Override
  public String toString() {
    return Integer.toOctalString(bits);
  }
}
