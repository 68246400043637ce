package io.spaces.client.examples.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spaces.client.FolderListing;
import io.spaces.client.SpaceClient;
import io.spaces.client.SpaceObject;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spaces ls}. */
@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists the objects of the app's area: size, time and key of each.")
final class LsCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions connection;
  @Mixin private Output output;

  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      defaultValue = "/",
      description = {"List only what is below this folder, such as", ".did-objects/."})
  private String folder = "/";

  @Option(
      names = "--one-level",
      description = {"List only what is directly in the folder: its", "folders, and its objects."})
  private boolean oneLevel;

  @Override
  public Integer call() {
    try (SpaceClient client = connection.open()) {
      if (oneLevel) {
        FolderListing listing = client.objects().listFolder(folder);
        print(listing.folders(), listing.objects().iterator());
      } else {
        try (Stream<SpaceObject> objects = client.objects().stream(folder)) {
          print(null, objects.iterator());
        }
      }
      return ExitCode.SUCCEEDED;
    }
  }

  private void print(@Nullable List<String> folders, Iterator<SpaceObject> objects) {
    String prefix = prefix();
    output.print(
        json -> {
          if (folders != null) {
            json.writeArrayFieldStart("folders");
            for (String each : folders) {
              json.writeString(prefix + each);
            }
            json.writeEndArray();
          }
          Output.writeArray("objects", objects, (each, out) -> write(prefix, each, out), json);
        },
        out -> {
          if (folders != null) {
            folders.forEach(each -> out.println(line("", "", prefix + each)));
          }
          objects.forEachRemaining(object -> out.println(line(prefix, object)));
        });
  }

  /** What to put before keys, which the space tells relative to the folder. */
  private String prefix() {
    String bare = folder.startsWith("/") ? folder.substring(1) : folder;
    return bare.isEmpty() || bare.endsWith("/") ? bare : bare + "/";
  }

  private static String line(String prefix, SpaceObject object) {
    return line(
        object.size() < 0 ? "?" : Long.toString(object.size()),
        time(object.lastModified()),
        prefix + object.key());
  }

  private static String line(String size, String time, String key) {
    return String.format(Locale.ROOT, "%12s  %-20s  %s", size, time, Printable.line(key));
  }

  private static String time(@Nullable Instant time) {
    return time == null ? "?" : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static void write(String prefix, SpaceObject object, JsonGenerator json)
      throws IOException {
    json.writeStringField("key", prefix + object.key());
    json.writeNumberField("size", object.size());
    Instant time = object.lastModified();
    json.writeStringField("lastModified", time == null ? null : time.toString());
    json.writeStringField("hash", object.contentHash());
  }
}
