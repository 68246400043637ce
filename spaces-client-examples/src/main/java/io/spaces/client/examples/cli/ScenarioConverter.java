package io.spaces.client.examples.cli;

import io.spaces.client.examples.bench.Scenario;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code zip-encrypt} as {@link Scenario#ZIP_ENCRYPT}, and so on. */
final class ScenarioConverter implements ITypeConverter<Scenario> {
  @Override
  public Scenario convert(String text) {
    try {
      return Scenario.valueOf(text.replace('-', '_').toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "\""
              + text
              + "\" is not one of mirror, zip, encrypt, zip-encrypt, restore, no-change, insert");
    }
  }
}
