import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** java TrySandbox.java is no program by itself: compile the three files and run it with address, key files, register. */
public final class TrySandbox {
  public static void main(String[] words) throws Exception {
    String privatePem = Files.readString(Path.of(words[1]));
    String publicPem = Files.readString(Path.of(words[2]));
    String register = words[3];
    Artery artery = new Artery(words[0], Artery.Keys.read(privatePem, publicPem), "sandbox:" + register, null);
    int fields = Json.list(artery.opens(register).get("fields")).size();
    List<Object> records = artery.records(register, List.of());
    List<List<String>> keys = List.of(List.of(words[4]), List.of(words[5]));
    Map<String, Object> found = artery.lookup(register, keys.get(0));
    boolean refused = false;
    try {
      artery.records("another", List.of());
    } catch (Artery.Refused refusal) {
      refused = refusal.status == 401 && refusal.problem.get("decision") != null;
    }
    System.out.println(
        Json.write(
            Map.of(
                "fields", fields,
                "records", records.size(),
                "found", found != null,
                "absent", artery.lookup(register, keys.get(1)) == null,
                "batch", artery.batch(register, keys).size(),
                "refused", refused)));
  }
}
