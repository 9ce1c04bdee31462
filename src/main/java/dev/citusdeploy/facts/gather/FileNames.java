package dev.citusdeploy.facts.gather;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// File names on a server are bytes, Java's are text. UTF-8 is decoded; every other byte becomes
/// one of the 128 lone surrogates from U+DC80, which no valid text contains. So two different names
/// never become equal.
final class FileNames {
  private FileNames() {}

  /// The text for some bytes.
  static String decode(byte[] name) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.wrap(name);
    CharBuffer text = CharBuffer.allocate(name.length);
    while (true) {
      CoderResult result = decoder.decode(bytes, text, true);
      if (!result.isError()) {
        return text.flip().toString();
      }
      for (int i = 0; i < result.length(); i++) {
        text.put((char) (0xDC00 + Byte.toUnsignedInt(bytes.get())));
      }
      decoder.reset();
    }
  }
}
