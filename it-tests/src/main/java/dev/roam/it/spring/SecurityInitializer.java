package dev.roam.it.spring;

import org.springframework.security.web.context.AbstractSecurityWebApplicationInitializer;

/** Registers Spring Security's filter before everything else. */
public final class SecurityInitializer extends AbstractSecurityWebApplicationInitializer {}
