package dev.citusdeploy.catalog.jdbc;

import com.github.dockerjava.api.model.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/// The database images on this machine that the tests run against: the newest real one of each
/// major version, and the newest rehearsal one.
public final class DatabaseImages {
  private static final Pattern REAL =
      Pattern.compile("citusdata/citus:(\\d+)\\.(\\d+)\\.(\\d+)(-pg\\d+)?");
  private static final Pattern REHEARSAL = Pattern.compile("citus-deploy-lab/rehearsal:.+");

  private DatabaseImages() {}

  /// The newest real image of each major version, in their order, then the rehearsal image.
  ///
  /// @throws IllegalStateException when there is none, and how to get one
  public static List<String> found() {
    List<Image> images = DockerClientFactory.instance().client().listImagesCmd().exec();
    SortedMap<Integer, String> newest = new TreeMap<>();
    tags(images.stream())
        .sorted(Comparator.comparing(DatabaseImages::version, Arrays::compare))
        .filter(tag -> REAL.matcher(tag).matches())
        .forEach(tag -> newest.put(version(tag)[0], tag));
    List<String> found = new ArrayList<>(newest.values());
    tags(images.stream().sorted(Comparator.comparing(Image::getCreated).reversed()))
        .filter(tag -> REHEARSAL.matcher(tag).matches())
        .findFirst()
        .ifPresent(found::add);
    if (found.isEmpty()) {
      throw new IllegalStateException(
          "no database image on this machine: build the rehearsal image as lab/README.md says, or"
              + " pull citusdata/citus");
    }
    return found;
  }

  /// Whether an image is real Citus.
  public static boolean shards(String image) {
    return REAL.matcher(image).matches();
  }

  private static Stream<String> tags(Stream<Image> images) {
    return images
        .filter(image -> image.getRepoTags() != null)
        .flatMap(image -> Stream.of(image.getRepoTags()));
  }

  private static int[] version(String tag) {
    Matcher matcher = REAL.matcher(tag);
    return matcher.matches()
        ? new int[] {
          Integer.parseInt(matcher.group(1)),
          Integer.parseInt(matcher.group(2)),
          Integer.parseInt(matcher.group(3))
        }
        : new int[0];
  }
}
