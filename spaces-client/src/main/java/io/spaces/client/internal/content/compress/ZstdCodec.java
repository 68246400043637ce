package io.spaces.client.internal.content.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

/** Zstandard through zstd-jni. Nothing else mentions that library, so it need not be there. */
final class ZstdCodec implements Codec {
  private final ZstdCompressCtx compressing = new ZstdCompressCtx();
  private final ZstdDecompressCtx expanding = new ZstdDecompressCtx();

  ZstdCodec(int level) {
    compressing.setLevel(level);
  }

  @Override
  public int compress(byte[] content, int length, byte[] target, int limit) {
    try {
      return compressing.compressByteArray(target, 0, limit, content, 0, length);
    } catch (ZstdException e) {
      if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
        return -1;
      }
      throw e;
    }
  }

  @Override
  public boolean expand(byte[] stored, int offset, int length, byte[] target, int expected) {
    try {
      return expanding.decompressByteArray(target, 0, expected, stored, offset, length) == expected;
    } catch (ZstdException e) {
      return false;
    }
  }

  @Override
  public void close() {
    compressing.close();
    expanding.close();
  }
}
