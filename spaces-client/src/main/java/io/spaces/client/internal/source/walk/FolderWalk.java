package io.spaces.client.internal.source.walk;

import io.spaces.client.backup.SymbolicLinks;
import io.spaces.client.backup.Trouble;
import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.internal.source.FileStamp;
import io.spaces.client.internal.source.PathKeys;
import io.spaces.client.internal.source.SourceProblem;
import io.spaces.client.internal.source.SourceProblems;
import io.spaces.client.internal.source.Stamps;
import io.spaces.client.internal.source.rules.FileRules;
import io.spaces.client.internal.source.walk.WalkVisitor.Skipped;
import io.spaces.client.internal.waiting.Cancellation;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds all that is in a folder, without reading any content: depth first, the names of a folder in
 * the order of their UTF-8 bytes. Can be walked any number of times, by one thread at a time.
 */
public final class FolderWalk {
  private final Path root;
  private final FileRules rules;
  private final boolean follow;
  private final Stamps stamps;

  /**
   * A walk to be.
   *
   * @param root a folder, or a link to one
   * @param rules what to leave out
   * @param links whether links are followed
   */
  public FolderWalk(Path root, FileRules rules, SymbolicLinks links) {
    this.root = root;
    this.rules = rules;
    this.follow = links == SymbolicLinks.FOLLOW;
    this.stamps = Stamps.on(root.getFileSystem());
  }

  /**
   * Walks.
   *
   * @throws InvalidParameterException when the root is no folder that can be listed
   * @throws io.spaces.client.error.CancelledException when cancelled on the way
   */
  public void walk(WalkVisitor visitor, Cancellation cancellation) {
    Folder top;
    List<String> names = new ArrayList<>();
    try {
      FileStamp stamp = stamps.of(root, true);
      if (!stamp.isFolder()) {
        throw new InvalidParameterException("source", "is \"" + root + "\"; expected a folder");
      }
      top = new Folder(root, "", stamp, null);
      new Run(visitor, cancellation).list(top, names);
    } catch (IOException e) {
      cancellation.throwIfCancelled();
      InvalidParameterException error =
          new InvalidParameterException(
              "source",
              "is \"" + root + "\", which " + SourceProblems.reason(e) + "; expected a folder");
      error.initCause(e);
      throw error;
    }
    new Run(visitor, cancellation).all(top, names);
  }

  private record Folder(Path path, String prefix, FileStamp stamp, @Nullable Folder parent) {}

  private record Level(Folder folder, Iterator<String> names) {}

  private final class Run {
    /** A stack of our own: folders may be nested deeper than a thread's reaches. */
    private final Deque<Level> open = new ArrayDeque<>();

    private final WalkVisitor visitor;
    private final Cancellation cancellation;

    Run(WalkVisitor visitor, Cancellation cancellation) {
      this.visitor = visitor;
      this.cancellation = cancellation;
    }

    void all(Folder top, List<String> names) {
      enter(top, names);
      while (!open.isEmpty()) {
        Level level = open.element();
        if (level.names.hasNext()) {
          cancellation.throwIfCancelled();
          entry(level.folder, level.names.next());
        } else {
          open.pop();
        }
      }
    }

    private void enter(Folder folder, List<String> names) {
      open.push(new Level(folder, names.iterator()));
    }

    private void entry(Folder folder, String name) {
      String key = folder.prefix.concat(name);
      Path path = PathKeys.resolve(folder.path, name);
      FileStamp stamp;
      try {
        stamp = stamps.of(path, false);
        if (stamp.isLink() && follow) {
          stamp = stamps.of(path, true);
        }
      } catch (IOException e) {
        cancellation.throwIfCancelled();
        if (!rules.excludes(key, false)) {
          visitor.problem(SourceProblems.of(key, path, root, folder.stamp, e));
        }
        return;
      }
      if (rules.excludes(key, stamp.isFolder())) {
        visitor.skipped(key, Skipped.RULE);
      } else if (stamp.isFile()) {
        visitor.file(key, stamp);
      } else if (stamp.isFolder()) {
        descend(folder, path, key, stamp);
      } else if (stamp.isLink()) {
        link(path, key, stamp);
      } else {
        visitor.problem(SourceProblems.special(key));
      }
    }

    private void descend(Folder parent, Path path, String key, FileStamp stamp) {
      Folder folder = new Folder(path, key + "/", stamp, parent);
      List<String> names = new ArrayList<>();
      try {
        if (follow && isInsideItself(folder)) {
          visitor.skipped(key, Skipped.LINK_CYCLE);
          return;
        }
        list(folder, names);
        if (!follow && !isStill(path, stamp)) {
          visitor.problem(
              new SourceProblem(
                  key, Trouble.CHANGING, "\"" + key + "\" was replaced while it was listed", null));
          return;
        }
      } catch (IOException e) {
        cancellation.throwIfCancelled();
        visitor.problem(SourceProblems.of(key, path, root, stamp, e));
        return;
      }
      cancellation.throwIfCancelled();
      visitor.folder(key, stamp, names.isEmpty());
      enter(folder, names);
    }

    /** Names that are no text are told at once; the others come sorted. */
    void list(Folder folder, List<String> names) throws IOException {
      boolean supplementary = false;
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.path)) {
        for (Path entry : entries) {
          String name = PathKeys.name(entry);
          if (name == null) {
            visitor.problem(SourceProblems.badName(folder.prefix, entry));
          } else {
            names.add(name);
            supplementary |= !PathKeys.isAscii(name);
          }
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
      names.sort(supplementary ? PathKeys.BY_UTF8 : null);
      withoutRepetitions(names);
    }

    /** A folder that changes while it is listed may tell a name twice (readdir(3)). */
    private static void withoutRepetitions(List<String> names) {
      for (int i = names.size() - 1; i > 0; i--) {
        if (names.get(i).equals(names.get(i - 1))) {
          names.remove(i);
        }
      }
    }

    /** Guards against a folder swapped for a link, which would be listed as if it were it. */
    private boolean isStill(Path path, FileStamp stamp) throws IOException {
      FileStamp now = stamps.of(path, false);
      return now.isFolder() && (!stamp.isPosix() || now.isSameFile(stamp));
    }

    private boolean isInsideItself(Folder folder) throws IOException {
      for (Folder f = folder.parent; f != null; f = f.parent) {
        boolean same =
            folder.stamp.isPosix()
                ? folder.stamp.isSameFile(f.stamp)
                : Files.isSameFile(folder.path, f.path);
        if (same) {
          return true;
        }
      }
      return false;
    }

    private void link(Path path, String key, FileStamp stamp) {
      try {
        visitor.symbolicLink(key, PathKeys.text(Files.readSymbolicLink(path)), stamp);
      } catch (IOException e) {
        visitor.problem(SourceProblems.of(key, path, root, stamp, e));
      }
    }
  }
}
