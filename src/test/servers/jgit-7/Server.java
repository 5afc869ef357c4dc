// SPDX-License-Identifier: Apache-2.0

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.transport.resolver.FileResolver;

/// JGit's `GitServlet` in Jetty, behind HTTP Basic. Also for JGit 5, once the packages have the
/// names that they had then.
///
/// Arguments: the directory of the repositories, a user, a token.
public final class Server {
  private Server() {}

  public static void main(String[] arguments) throws Exception {
    var server = new org.eclipse.jetty.server.Server(new InetSocketAddress("127.0.0.1", 0));
    var servlet = new GitServlet();
    servlet.setRepositoryResolver(new FileResolver<>(new File(arguments[0]), true));
    var context = new ServletContextHandler();
    context.addFilter(
        new FilterHolder(new Basic(arguments[1] + ":" + arguments[2])),
        "/*",
        EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(new ServletHolder(servlet), "/*");
    server.setHandler(context);
    server.start();
    System.out.println("listening on " + server.getURI().getPort());
    System.in.read(); // until the test closes it, or is gone
    System.exit(0);
  }

  private static final class Basic implements Filter {
    private final String wanted;

    Basic(String pair) {
      this.wanted =
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void init(FilterConfig configuration) {}

    @Override
    public void destroy() {}

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      if (wanted.equals(((HttpServletRequest) request).getHeader("Authorization"))) {
        chain.doFilter(request, response);
        return;
      }
      var answer = (HttpServletResponse) response;
      answer.setHeader("WWW-Authenticate", "Basic realm=\"git\"");
      answer.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    }
  }
}
