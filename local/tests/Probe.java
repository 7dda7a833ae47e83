import java.util.Map;

/// A function that tells its environment, fails when its event says "boom", and dawdles when told to.
public class Probe {
    public Map<String, String> handle(Map<String, Object> event) throws InterruptedException {
        System.out.println("probed " + event.get("id"));
        if (event.toString().contains("boom")) throw new IllegalStateException("boom");
        if (event.get("sleep") instanceof Number millis) Thread.sleep(millis.longValue());
        return System.getenv();
    }
}
