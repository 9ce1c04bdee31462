package dev.citusdeploy.lab.docker;

/// The labels by which a lab's containers, volumes and networks are found again.
public final class LabLabels {
  /// The lab's name.
  public static final String LAB = "dev.citusdeploy.lab";

  /// A server's number.
  public static final String NUMBER = LAB + ".number";

  /// A server's address.
  public static final String ADDRESS = LAB + ".address";

  /// A server's further addresses, with blanks between.
  public static final String ADDRESSES = LAB + ".addresses";

  /// The network's subnet in CIDR form.
  public static final String SUBNET = LAB + ".subnet";

  /// Which rights the servers have: see [Privileges].
  public static final String PRIVILEGES = LAB + ".privileges";

  /// On a volume of unpacked images: the images in it. Such a volume belongs to no lab.
  public static final String SEED = "dev.citusdeploy.lab-seed";

  private LabLabels() {}

  /// A label as `docker` takes it.
  public static String set(String label, String value) {
    return label + "=" + value;
  }

  /// The filter for what belongs to a lab.
  public static String of(String lab) {
    return "label=" + set(LAB, lab);
  }
}
