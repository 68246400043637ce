package io.spaces.client.internal.vault.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spaces.client.error.IntegrityException;
import io.spaces.client.internal.vault.Contents;
import io.spaces.client.internal.vault.Vault;
import io.spaces.client.internal.vault.VaultBackup;
import io.spaces.client.internal.vault.VaultReader;
import io.spaces.client.internal.vault.object.MemoryStore;
import io.spaces.client.internal.waiting.Cancellation;
import io.spaces.client.snapshot.SnapshotEntry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a vault says, its view holds plain paths only, and leads nowhere else. */
class HostileViewTest {
  private static final List<String> EVIL =
      List.of(
          "",
          ".",
          "..",
          "/",
          "//",
          "/etc/passwd",
          "../x",
          "../../x",
          "a/..",
          "a/../x",
          "a/../../x",
          "a/./b",
          "./a",
          "a//b",
          "a/",
          "a/b/",
          "/a",
          "//server/share",
          "a\0b",
          "a/b\0",
          "..\0",
          "a/" + "n".repeat(256),
          "d/".repeat(2100) + "x",
          "ok/file/below",
          "ok/file/below/deep",
          "ok/link/below",
          "ok/out/below",
          "ok/../ok/file",
          "ok/.",
          "ok/..",
          "x/../../../../../../tmp/evil");

  @TempDir Path temporary;

  private final Map<String, SnapshotEntry> entries = new LinkedHashMap<>();

  private void entry(String path, SnapshotEntry.Type type, @Nullable String target) {
    entries.put(
        path,
        SnapshotEntry.builder(path, type, Contents.TIME)
            .size(type == SnapshotEntry.Type.FILE ? 4 : 0)
            .linkTarget(target)
            .build());
  }

  private interface Look {
    void at(FileSystem view) throws IOException;
  }

  private void look(Look look) throws IOException {
    try (Vault vault = Vault.openOrCreate(new MemoryStore(), null, null)) {
      try (VaultBackup backup =
              new VaultBackup(vault, Contents.plan(temporary), new Cancellation());
          VaultBackup.Worker worker = backup.worker()) {
        for (SnapshotEntry entry : entries.values()) {
          if (entry.type() == SnapshotEntry.Type.FILE) {
            byte[] content = "true".getBytes(StandardCharsets.UTF_8);
            worker.read(new ByteArrayInputStream(content)).keep(entry, failure -> {});
          } else {
            backup.add(entry);
          }
        }
        backup.flush();
        var unused = backup.commit(true);
      }
      var record = Contents.newest(vault, Contents.TIME.plusSeconds(1)).orElseThrow();
      try (SnapshotFileSystem view =
          SnapshotFileSystem.open(record, new VaultReader(vault, temporary, 1), temporary)) {
        look.at(view);
      }
    }
  }

  private static List<String> names(FileSystem view) throws IOException {
    List<String> names = new ArrayList<>();
    Files.walkFileTree(
        view.getPath("/"),
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        50,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
            names.add(file.toString());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
    return names;
  }

  @Test
  void pathsThatLeadElsewhereAreNotThere() throws IOException {
    entry("ok", SnapshotEntry.Type.DIRECTORY, null);
    entry("ok/file", SnapshotEntry.Type.FILE, null);
    entry("ok/link", SnapshotEntry.Type.SYMBOLIC_LINK, "file");
    entry("ok/out", SnapshotEntry.Type.SYMBOLIC_LINK, "../../../../../../../../tmp");
    for (String path : EVIL) {
      entry(path, SnapshotEntry.Type.FILE, null);
    }
    look(
        view -> {
          assertThat(names(view)).containsExactlyInAnyOrder("/ok/file", "/ok/link", "/ok/out");
          try (Stream<Path> all = Files.walk(view.getPath("/"))) {
            assertThat(all.map(Path::toString))
                .containsExactly("/", "/ok", "/ok/file", "/ok/link", "/ok/out");
          }
          assertThat(Files.readString(view.getPath("/ok/file"))).isEqualTo("true");
        });
  }

  @Test
  void linksThatLeadElsewhereLeadNowhere() throws IOException {
    entry("d/file", SnapshotEntry.Type.FILE, null);
    List<String> out =
        List.of(
            "/etc/passwd",
            "..",
            "../..",
            "../../d/file",
            "file/..",
            "file/../file",
            "",
            "/",
            "loop",
            "..//../d",
            "missing",
            "./../../x",
            "a\0b");
    for (int i = 0; i < out.size(); i++) {
      entry("d/l" + i, SnapshotEntry.Type.SYMBOLIC_LINK, out.get(i));
    }
    entry("d/loop", SnapshotEntry.Type.SYMBOLIC_LINK, "loop");
    look(
        view -> {
          for (int i = 0; i < out.size(); i++) {
            Path link = view.getPath("/d/l" + i);
            assertThat(Files.isSymbolicLink(link)).as(out.get(i)).isTrue();
            assertThatThrownBy(() -> Files.readString(link))
                .as(out.get(i))
                .isInstanceOf(FileSystemException.class);
          }
        });
  }

  @Test
  void hardLinksThatLieFailAlone() throws IOException {
    entry("d/file", SnapshotEntry.Type.FILE, null);
    entry("d/link", SnapshotEntry.Type.SYMBOLIC_LINK, "file");
    for (String target :
        List.of("d", "d/link", "h-none", "none", "../x", "/etc/passwd", "", "h-h")) {
      entry("h-" + target.replace('/', '_'), SnapshotEntry.Type.HARD_LINK, target);
    }
    entry("h-h", SnapshotEntry.Type.HARD_LINK, "h-h");
    entry("good", SnapshotEntry.Type.HARD_LINK, "d/file");
    look(
        view -> {
          List<String> read = new ArrayList<>();
          try (Stream<Path> all = Files.list(view.getPath("/"))) {
            for (Path path : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
              try {
                read.add(path + " " + Files.readString(path));
              } catch (FileSystemException e) {
                assertThat(e).hasMessageContaining("not there");
              }
            }
          }
          assertThat(read).containsExactly("/good true");
        });
  }

  @Test
  void aFileThatLiesAboutItsLengthFailsAlone() throws IOException {
    entry("good", SnapshotEntry.Type.FILE, null);
    entries.put(
        "liar",
        SnapshotEntry.builder("liar", SnapshotEntry.Type.FILE, Contents.TIME)
            .size(1 << 30)
            .build());
    look(
        view -> {
          assertThatThrownBy(() -> Files.readAllBytes(view.getPath("liar")))
              .isInstanceOf(FileSystemException.class)
              .hasCauseInstanceOf(IntegrityException.class);
          assertThat(Files.readString(view.getPath("good"))).isEqualTo("true");
        });
  }
}
