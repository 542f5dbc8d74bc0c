/** One call of the API in five notations, ready to run once `ARTERY_KEY` holds a key. Pure. */

export const notations = ['curl', 'java', 'csharp', 'javascript', 'python'] as const;
export type Notation = (typeof notations)[number];

/** How each notation is called on the screen: names, the same in every language. */
export const notationNames: Readonly<Record<Notation, string>> = {
  curl: 'curl',
  java: 'Java',
  csharp: 'C#',
  javascript: 'JavaScript',
  python: 'Python',
};

// Inside a double-quoted literal of all five languages (curl: a double-quoted shell word).
const quoted = (text: string) => text.replace(/["\\$`]/g, '\\$&');
const plain = (text: string) => text.replace(/["\\]/g, '\\$&');

const writers: Readonly<Record<Notation, (url: string) => string>> = {
  curl: (url) => `curl "${quoted(url)}" \\
  -H "Accept: application/json" \\
  -H "Authorization: Bearer $ARTERY_KEY"`,

  java: (url) => `import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public class ReadRegister {
  public static void main(String[] args) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create("${plain(url)}"))
        .header("Accept", "application/json")
        .header("Authorization", "Bearer " + System.getenv("ARTERY_KEY"))
        .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    // 403 carries the decision: which rule, who can change it, what would pass.
    System.out.println(response.statusCode() + " " + response.body());
  }
}`,

  csharp: (url) => `using System.Net.Http.Headers;

using var client = new HttpClient();
client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
client.DefaultRequestHeaders.Authorization =
    new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable("ARTERY_KEY"));

using var response = await client.GetAsync("${plain(url)}");
// 403 carries the decision: which rule, who can change it, what would pass.
Console.WriteLine($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");`,

  javascript: (url) => `const response = await fetch("${plain(url)}", {
  headers: { Accept: "application/json", Authorization: \`Bearer \${process.env.ARTERY_KEY}\` },
});
// 403 carries the decision: which rule, who can change it, what would pass.
console.log(response.status, await response.json());`,

  python: (url) => `import os
import urllib.error
import urllib.request

request = urllib.request.Request(
    "${plain(url)}",
    headers={"Accept": "application/json", "Authorization": f"Bearer {os.environ['ARTERY_KEY']}"},
)
try:
    with urllib.request.urlopen(request) as response:
        print(response.status, response.read().decode())
except urllib.error.HTTPError as refusal:
    # 403 carries the decision: which rule, who can change it, what would pass.
    print(refusal.code, refusal.read().decode())`,
};

/** @param url the whole address, scheme and host included */
export const sampleOf = (notation: Notation, url: string): string => writers[notation](url);
