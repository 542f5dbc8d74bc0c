import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON (RFC 8259) as maps, lists, texts, longs, doubles, booleans and null: as much as {@link Artery} needs. */
final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  static Object read(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.blank();
    if (json.at != text.length()) throw json.wrong();
    return value;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> members) {
      out.append('{');
      String comma = "";
      for (Map.Entry<?, ?> member : members.entrySet()) {
        out.append(comma);
        quote(String.valueOf(member.getKey()), out);
        out.append(':');
        write(member.getValue(), out);
        comma = ",";
      }
      out.append('}');
    } else if (value instanceof List<?> items) {
      out.append('[');
      for (int i = 0; i < items.size(); i++) {
        if (i > 0) out.append(',');
        write(items.get(i), out);
      }
      out.append(']');
    } else if (value instanceof String string) quote(string, out);
    else out.append(value);
  }

  private static void quote(String string, StringBuilder out) {
    out.append('"');
    for (char letter : string.toCharArray()) {
      if (letter == '"' || letter == '\\') out.append('\\').append(letter);
      else if (letter < 0x20) out.append(String.format("\\u%04x", (int) letter));
      else out.append(letter);
    }
    out.append('"');
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("not JSON at " + at);
  }

  private void blank() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
  }

  private char next() {
    blank();
    if (at >= text.length()) throw wrong();
    return text.charAt(at);
  }

  private boolean accept(char letter) {
    if (next() != letter) return false;
    at++;
    return true;
  }

  private Object value() {
    char first = next();
    if (first == '{') return object();
    if (first == '[') return array();
    if (first == '"') return string();
    int from = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) at++;
    String word = text.substring(from, at);
    switch (word) {
      case "true":
        return true;
      case "false":
        return false;
      case "null":
        return null;
      default:
        return word.matches("-?\\d+") ? (Object) Long.parseLong(word) : (Object) Double.parseDouble(word);
    }
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    if (accept('}')) return members;
    do {
      if (next() != '"') throw wrong();
      String name = string();
      if (!accept(':')) throw wrong();
      members.put(name, value());
    } while (accept(','));
    if (!accept('}')) throw wrong();
    return members;
  }

  private List<Object> array() {
    List<Object> items = new ArrayList<>();
    at++;
    if (accept(']')) return items;
    do items.add(value());
    while (accept(','));
    if (!accept(']')) throw wrong();
    return items;
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    for (at++; text.charAt(at) != '"'; at++) {
      char letter = text.charAt(at);
      if (letter != '\\') {
        out.append(letter);
        continue;
      }
      char escaped = text.charAt(++at);
      if (escaped == 'u') {
        out.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
        at += 4;
      } else {
        int known = "bfnrt".indexOf(escaped);
        out.append(known < 0 ? escaped : "\b\f\n\r\t".charAt(known));
      }
    }
    at++;
    return out.toString();
  }
}
