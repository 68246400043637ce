package io.spaces.client.examples.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a path. An empty one, mostly a variable that is not set, would be the current folder. */
final class PathConverter implements ITypeConverter<Path> {
  @Override
  public Path convert(String text) {
    if (text.isEmpty()) {
      throw new TypeConversionException("it is empty; expected a path, such as . for this folder.");
    }
    try {
      return WorkingFolder.resolve(Path.of(text));
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          "\"" + text + "\" is not a path, or not one that the locale can express.");
    }
  }
}
