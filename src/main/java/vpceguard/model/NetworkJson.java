package vpceguard.model;

import java.util.TreeMap;
import java.util.TreeSet;
import vpceguard.json.Json;
import vpceguard.json.Stored;

/// Network settings as members of a JSON object; what is written is read again without loss.
public final class NetworkJson {
    private NetworkJson() {}

    public static Json.Obj write(NetworkSettings network) {
        return write(network, Json.object()).build();
    }

    /// Adds them to an object.
    static Json.Builder write(NetworkSettings network, Json.Builder json) {
        var attachments = network.attachments();
        json.put("securityGroups", new TreeSet<>(attachments.securityGroups()))
                .put("subnets", new TreeSet<>(attachments.subnets()))
                .put("routeTables", new TreeSet<>(attachments.routeTables()))
                .put("ipAddressType", network.ipAddressType());
        network.privateDns().ifPresent(flag -> json.put("privateDns", flag));
        if (!network.dnsOptions().isEmpty()) {
            var options = Json.object();
            new TreeMap<>(network.dnsOptions()).forEach(options::put);
            json.put("dnsOptions", options.build());
        }
        return json;
    }

    public static NetworkSettings read(Stored stored) {
        return new NetworkSettings(
                new Attachments(
                        stored.textSet("securityGroups"), stored.textSet("subnets"), stored.textSet("routeTables")),
                stored.optionalBool("privateDns"),
                stored.optionalText("ipAddressType"),
                stored.textMap("dnsOptions"));
    }
}
