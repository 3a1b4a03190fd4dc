package io.sealcast.platform;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The HTTP API; its resources live with their features. */
@ApplicationPath("/api")
public class ApiApplication extends Application {}
