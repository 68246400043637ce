package io.spaces.client.internal.source.walk;

import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.SourceProblem;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A process of its own that prints in ASCII what a walk finds and the files hold. */
final class WalkInLocale {
  private WalkInLocale() {}

  public static void main(String[] args) {
    Path root = Path.of(URI.create(args[0]));
    FileTable table = new FileTable(root, SymbolicLinks.SKIP);
    new FolderWalk(root, FileRules.builder().filter(path -> true).build(), SymbolicLinks.SKIP)
        .walk(
            new WalkVisitor() {
              @Override
              public void file(String key, FileStamp stamp) {
                Path path = table.file(table.add(key, stamp)).path();
                try {
                  System.out.println("file " + ascii(key) + " " + ascii(Files.readString(path)));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }

              @Override
              public void symbolicLink(String key, @Nullable String target, FileStamp stamp) {
                System.out.println("link " + ascii(key) + " " + ascii(String.valueOf(target)));
              }

              @Override
              public void problem(SourceProblem problem) {
                System.out.println("problem " + problem.kind());
              }
            },
            new Cancellation());
  }

  private static String ascii(String text) {
    StringBuilder out = new StringBuilder();
    text.chars().forEach(c -> out.append(c < 0x80 ? (char) c + "" : "\\u%04x".formatted(c)));
    return out.toString();
  }
}
