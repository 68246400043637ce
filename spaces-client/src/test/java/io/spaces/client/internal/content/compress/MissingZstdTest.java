package io.spaces.client.internal.content.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class MissingZstdTest {
  /** Loads the library's classes anew, and has no Zstandard. */
  private static final class Without extends ClassLoader {
    Without() {
      super(MissingZstdTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("com.github.luben.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.spaces.client.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private static Throwable make(String factory, int level) throws Exception {
    Without loader = new Without();
    Class<?> compression = loader.loadClass("io.spaces.client.backup.Compression");
    Method method = compression.getMethod(factory, int.class);
    Class<?> codec = loader.loadClass("io.spaces.client.internal.content.compress.BlobCodec");
    try {
      ((AutoCloseable) codec.getConstructor(compression).newInstance(method.invoke(null, level)))
          .close();
      return new Throwable("none");
    } catch (InvocationTargetException e) {
      return java.util.Objects.requireNonNull(e.getCause());
    }
  }

  @Test
  void saysWhatToAddWhenZstandardIsAskedForButMissing() throws Exception {
    Throwable error = make("zstd", 3);
    assertThat(error.getClass().getSimpleName()).isEqualTo("InvalidParameterException");
    assertThat(error).hasMessageContaining("add com.github.luben:zstd-jni");
  }

  @Test
  void needsNoZstandardForAnythingElse() throws Exception {
    assertThat(make("deflate", 6)).hasMessage("none");
  }
}
