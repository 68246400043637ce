package io.spaces.client.examples.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The program's version, as the jar's manifest has it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    @Nullable String version = Spaces.class.getPackage().getImplementationVersion();
    return new String[] {"spaces " + (version == null ? "(not packaged)" : version)};
  }
}
