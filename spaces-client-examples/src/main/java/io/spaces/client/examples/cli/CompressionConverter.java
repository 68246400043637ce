package io.spaces.client.examples.cli;

import io.spaces.client.backup.Compression;
import io.spaces.client.error.InvalidParameterException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code deflate:6} and {@code zstd:3}. */
final class CompressionConverter implements ITypeConverter<Compression> {
  @Override
  public Compression convert(String text) {
    try {
      String[] parts = text.split(":", 2);
      if (parts.length == 2 && parts[0].equals("deflate")) {
        return Compression.deflate(Integer.parseInt(parts[1]));
      }
      if (parts.length == 2 && parts[0].equals("zstd")) {
        return Compression.zstd(Integer.parseInt(parts[1]));
      }
    } catch (InvalidParameterException | NumberFormatException e) {
      // is told below
    }
    throw new TypeConversionException(
        "\"" + text + "\" is not one of deflate:1 to deflate:9, zstd:1 to zstd:19");
  }
}
