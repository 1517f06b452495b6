package dev.roam.tomcat;

import java.io.IOException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;

/** What a client may speak to Tomcat. Each has processors and ways out of a response of its own. */
enum Protocol {
    HTTP_1_0,
    HTTP_1_1,
    HTTP_2,
    AJP;

    /** Lets a Tomcat that is not started yet speak all of them. */
    static void allOn(Tomcat tomcat, Connector ajp) {
        tomcat.getConnector().addUpgradeProtocol(new Http2Protocol());
        tomcat.getService().addConnector(ajp);
    }

    Wire connect(int port) throws IOException {
        return switch (this) {
            case HTTP_1_0 -> new Http1Wire(port, "HTTP/1.0");
            case HTTP_1_1 -> new Http1Wire(port, "HTTP/1.1");
            case HTTP_2 -> new Http2Wire(port);
            case AJP -> new AjpWire(port);
        };
    }
}
