package io.spaces.client.internal.schedule.quartz;

import java.io.InputStream;
import java.net.URL;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quartz.spi.ClassLoadHelper;

/** Finds the one class of ours that the store names, whatever class loader Quartz would ask. */
record PlanJobClassLoader(ClassLoadHelper others) implements ClassLoadHelper {
  /** Stores of the first release name it as it was called then. */
  private static final Set<String> NAMES =
      Set.of(PlanJob.class.getName(), "io.spaces.client.internal.schedule.PlanJob");

  @Override
  public void initialize() {
    others.initialize();
  }

  @Override
  public Class<?> loadClass(String name) throws ClassNotFoundException {
    return NAMES.contains(name) ? PlanJob.class : others.loadClass(name);
  }

  @Override
  public <T> Class<? extends T> loadClass(String name, Class<T> type)
      throws ClassNotFoundException {
    return NAMES.contains(name) ? PlanJob.class.asSubclass(type) : others.loadClass(name, type);
  }

  @Override
  public @Nullable URL getResource(String name) {
    return others.getResource(name);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    return others.getResourceAsStream(name);
  }

  @Override
  public @Nullable ClassLoader getClassLoader() {
    return others.getClassLoader();
  }
}
