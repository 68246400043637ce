package io.spaces.client.internal.source.rules;

import io.spaces.client.error.InvalidParameterException;
import io.spaces.client.error.NothingFoundException;
import io.spaces.client.internal.source.PathKeys;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which entries to leave out, judged by their keys alone: gitignore-style globs, of which the last
 * one that matches decides, and predicates. Immutable; as safe for use by several threads as its
 * predicates.
 */
public final class FileRules {
  /**
   * Leaves out {@code .DS_Store}, files whose names end in {@code ~}, and the private folders that
   * killed restores have left.
   */
  public static final FileRules DEFAULTS = builder().build();

  private static final String RESTORE_PREFIX = ".spaces-restore-";
  private static final Pattern RANDOM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final boolean defaults;
  private final List<Glob> excludes;
  private final List<Glob> includes;
  private final List<Predicate<Path>> excluded;
  private final List<Predicate<Path>> wanted;

  /** A folder that is left out by its key, or null. */
  private final @Nullable String own;

  private FileRules(FileRules rules, String own) {
    defaults = rules.defaults;
    excludes = rules.excludes;
    includes = rules.includes;
    excluded = rules.excluded;
    wanted = rules.wanted;
    this.own = own;
  }

  private FileRules(Builder builder) {
    own = null;
    defaults = builder.defaults;
    excludes = List.copyOf(builder.excludes);
    includes = List.copyOf(builder.includes);
    excluded = List.copyOf(builder.excluded);
    wanted = List.copyOf(builder.wanted);
  }

  /** The glob for one path and all below it, whatever characters it has. */
  public static String literally(String key) {
    return "/" + key.replaceAll("([\\\\*?\\[\\]!# ])", "\\\\$1");
  }

  /** Rules to be, with the defaults in force. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The same rules, which leave out a directory of the library's own as well, where the root that
   * they are for holds it.
   */
  public FileRules without(Path root, @Nullable Path directory) {
    String key = directory == null ? null : PathKeys.below(root, directory);
    return key == null || key.isEmpty() ? this : new FileRules(this, key);
  }

  /**
   * Whether an entry is left out, provided that no folder above it is. An excluded folder takes all
   * below it along; a folder is never excluded for not being included, since what is in it may be.
   */
  public boolean excludes(String key, boolean folder) {
    return isExcludedByGlobs(key, key.length(), folder)
        || isNotIncluded(key, folder)
        || isExcludedByPredicates(key, folder);
  }

  /** Whether an entry passes: it is not left out itself, nor is any folder above it. */
  public boolean accepts(String key, boolean folder) {
    for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
      if (isExcludedByGlobs(key, slash, true)
          || isExcludedByPredicates(key.substring(0, slash), true)) {
        return false;
      }
    }
    return !excludes(key, folder) && (includes.isEmpty() || isIncluded(key, folder));
  }

  /**
   * Refuses to take rules that leave nothing for a wish to get nothing.
   *
   * @param any whether anything was taken
   * @param leftOut whether anything is there that was not
   * @throws NothingFoundException naming the rules, when they have left nothing
   */
  public void requireMatch(boolean any, boolean leftOut) {
    if (any || (!leftOut && includes.isEmpty())) {
      return;
    }
    throw new NothingFoundException(
        includes.isEmpty()
            ? "Everything in the backup is left out by " + words() + "."
            : "Nothing in the backup matches include " + names(includes) + ".");
  }

  /** What leaves something out, for people. */
  private String words() {
    List<String> words = new ArrayList<>();
    if (!excludes.isEmpty()) {
      words.add("exclude " + names(excludes));
    }
    if (!excluded.isEmpty()) {
      words.add("a predicate of exclude");
    }
    if (!wanted.isEmpty()) {
      words.add("a predicate of filter");
    }
    if (defaults) {
      words.add("what is left out by default");
    }
    return String.join(", or ", words);
  }

  private static String names(List<Glob> globs) {
    return globs.stream().map(glob -> "\"" + glob + "\"").collect(Collectors.joining(", "));
  }

  private boolean isNotIncluded(String key, boolean folder) {
    return !folder && !includes.isEmpty() && !isIncluded(key, false);
  }

  private boolean isExcludedByPredicates(String key, boolean folder) {
    if (excluded.isEmpty() && (folder || wanted.isEmpty())) {
      return false;
    }
    Path path = relative(key);
    if (path == null) {
      return false;
    }
    boolean unwanted = !folder && !wanted.stream().allMatch(rule -> rule.test(path));
    return unwanted || excluded.stream().anyMatch(rule -> rule.test(path));
  }

  private boolean isExcludedByGlobs(String key, int end, boolean folder) {
    for (int i = excludes.size() - 1; i >= 0; i--) {
      Glob glob = excludes.get(i);
      if (glob.matches(key, end, folder)) {
        return !glob.isNegated();
      }
    }
    return (defaults && (folder ? isRestores(key, end) : isDefault(key, end)))
        || (own != null && folder && end == own.length() && key.startsWith(own));
  }

  private static boolean isDefault(String key, int end) {
    if (key.charAt(end - 1) == '~') {
      return true;
    }
    String name = ".DS_Store";
    int start = end - name.length();
    return start >= 0
        && key.startsWith(name, start)
        && (start == 0 || key.charAt(start - 1) == '/');
  }

  private static boolean isRestores(String key, int end) {
    int start = key.lastIndexOf('/', end - 1) + 1;
    return key.startsWith(RESTORE_PREFIX, start)
        && RANDOM.matcher(key.substring(start + RESTORE_PREFIX.length(), end)).matches();
  }

  /** Nearest first: what no glob speaks of goes with the folder that it is in. */
  private boolean isIncluded(String key, boolean folder) {
    boolean isFolder = folder;
    for (int end = key.length(); end > 0; end = key.lastIndexOf('/', end - 1)) {
      for (int i = includes.size() - 1; i >= 0; i--) {
        Glob glob = includes.get(i);
        if (glob.matches(key, end, isFolder)) {
          return !glob.isNegated();
        }
      }
      isFolder = true;
    }
    return false;
  }

  /** A key that is no path here, such as one with a colon on Windows, is not for predicates. */
  private static @Nullable Path relative(String key) {
    try {
      return PathKeys.relative(key);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** Collects rules, in the order in which they count. */
  public static final class Builder {
    private boolean defaults = true;
    private final List<Glob> excludes = new ArrayList<>();
    private final List<Glob> includes = new ArrayList<>();
    private final List<Predicate<Path>> excluded = new ArrayList<>();
    private final List<Predicate<Path>> wanted = new ArrayList<>();

    private Builder() {}

    /** Whether what {@link #DEFAULTS} leaves out is left out; later globs can take it back. */
    public Builder defaults(boolean on) {
      defaults = on;
      return this;
    }

    /**
     * Adds globs for what to leave out.
     *
     * @throws InvalidParameterException naming the glob that is malformed
     */
    public Builder exclude(Collection<String> globs) {
      add(globs, excludes, "exclude");
      return this;
    }

    /**
     * Adds globs for what to take: once there is one, what no glob matches, itself or by a folder
     * above it, is left out.
     *
     * @throws InvalidParameterException naming the glob that is malformed, or when there is none
     */
    public Builder include(Collection<String> globs) {
      if (globs.isEmpty()) {
        throw new InvalidParameterException(
            "include", "has no pattern, which would mean everything; expected at least one");
      }
      add(globs, includes, "include");
      return this;
    }

    /** Leaves out each file and folder whose relative path the predicate holds for. */
    public Builder exclude(Predicate<Path> rule) {
      excluded.add(rule);
      return this;
    }

    /** Leaves out each file (folders are not asked about) that the predicate does not hold for. */
    public Builder filter(Predicate<Path> rule) {
      wanted.add(rule);
      return this;
    }

    /** The first parameter that was given, besides the defaults, by its name; null for none. */
    public @Nullable String given() {
      if (!excludes.isEmpty() || !excluded.isEmpty()) {
        return "exclude";
      }
      return wanted.isEmpty() ? null : "filter";
    }

    /** The rules. */
    public FileRules build() {
      return new FileRules(this);
    }

    private static void add(Collection<String> lines, List<Glob> globs, String parameter) {
      for (String line : lines) {
        try {
          globs.add(Glob.parse(line));
        } catch (IllegalArgumentException e) {
          throw new InvalidParameterException(
              parameter,
              "has the pattern \""
                  + line
                  + "\", which "
                  + e.getMessage()
                  + "; expected a gitignore pattern");
        }
      }
    }
  }
}
