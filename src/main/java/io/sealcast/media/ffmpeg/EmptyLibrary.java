package io.sealcast.media.ffmpeg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * An ELF shared library with a name and nothing in it.
 *
 * <p>The bundled libavdevice names libraries of the desktop that a server need not have. It binds
 * their functions when they are called first, and nothing here calls them; so that the programs
 * start, the dynamic linker only has to find a file of that name.
 *
 * <p>Layout: ELF-64 header, two program headers (load, dynamic), then the dynamic section and the
 * hash, symbol and string tables that it must name. Source: System V ABI, chapters 4 and 5.
 */
final class EmptyLibrary {
  private static final int HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int DYNAMIC = HEADER + 2 * PROGRAM_HEADER;
  private static final int DYNAMIC_ENTRIES = 7;
  private static final int HASH = DYNAMIC + DYNAMIC_ENTRIES * 16;
  private static final int SYMBOLS = HASH + 24;
  private static final int SYMBOL = 24;
  private static final int STRINGS = SYMBOLS + SYMBOL;
  private static final short X86_64 = 62;
  private static final short AARCH64 = 183;

  private EmptyLibrary() {}

  /** The file for a library of this name. */
  static byte[] bytes(String soname, boolean arm) {
    byte[] name = soname.getBytes(StandardCharsets.US_ASCII);
    int size = STRINGS + 1 + name.length + 1;
    ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    elf.putShort((short) 3).putShort(arm ? AARCH64 : X86_64).putInt(1);
    elf.putLong(0).putLong(HEADER).putLong(0).putInt(0);
    elf.putShort((short) HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 2);
    elf.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    // readable and writable: the linker relocates the dynamic section's addresses in place
    programHeader(elf, 1, 0, size, 0x10000);
    programHeader(elf, 2, DYNAMIC, DYNAMIC_ENTRIES * 16, 8);
    dynamic(elf, 14, 1);
    dynamic(elf, 4, HASH);
    dynamic(elf, 5, STRINGS);
    dynamic(elf, 6, SYMBOLS);
    dynamic(elf, 10, size - STRINGS);
    dynamic(elf, 11, SYMBOL);
    dynamic(elf, 0, 0);
    // one bucket, one symbol: the null symbol
    elf.putInt(1).putInt(1).putInt(0).putInt(0);
    elf.position(STRINGS + 1);
    elf.put(name);
    return elf.array();
  }

  private static void programHeader(ByteBuffer elf, int type, long at, long size, long align) {
    elf.putInt(type).putInt(6).putLong(at).putLong(at).putLong(at);
    elf.putLong(size).putLong(size).putLong(align);
  }

  private static void dynamic(ByteBuffer elf, long tag, long value) {
    elf.putLong(tag).putLong(value);
  }
}
