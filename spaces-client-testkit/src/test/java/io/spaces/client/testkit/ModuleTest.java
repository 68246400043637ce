package io.spaces.client.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModuleTest {
  /** The compiler looks for what is required statically and transitively: JUnit, say. */
  @Test
  void whatOnlySomeNeedIsNotAskedOfAllWhoReadTheModule() throws Exception {
    Path classes =
        Path.of(SpaceServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
      assertThat(ModuleDescriptor.read(in).requires())
          .filteredOn(each -> each.modifiers().contains(Modifier.STATIC))
          .filteredOn(each -> each.modifiers().contains(Modifier.TRANSITIVE))
          .extracting(Requires::name)
          .containsExactly("org.jspecify"); // which the test kit brings along
    }
  }
}
