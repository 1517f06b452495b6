package dev.roam.it.spring;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.View;
import org.springframework.web.util.HtmlUtils;

/** A page of lines and forms, each form with the token that Spring Security wants back. */
final class Page implements View {

    private record Form(String action, List<String> fields) {}

    private final String title;
    private final List<String> lines = new ArrayList<>();
    private final List<Form> forms = new ArrayList<>();

    Page(String title) {
        this.title = title;
    }

    Page line(String label, @Nullable Object value) {
        lines.add(label + ": " + value);
        return this;
    }

    /** A form whose name is its action. */
    Page form(String action, String... fields) {
        forms.add(new Form(action, List.of(fields)));
        return this;
    }

    @Override
    public String getContentType() {
        return "text/html;charset=UTF-8";
    }

    @Override
    public void render(@Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType(getContentType());
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<title>" + title + "</title>\n<body>\n");
        lines.forEach(
                line -> html.append("<p>").append(HtmlUtils.htmlEscape(line)).append("</p>\n"));
        for (Form form : forms) {
            html.append("<form method=\"post\" action=\"")
                    .append(response.encodeURL(request.getContextPath() + form.action()))
                    .append("\">\n");
            form.fields().forEach(field -> html.append(input("text", field, "")));
            if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
                html.append(input("hidden", token.getParameterName(), token.getToken()));
            }
            html.append("<button type=\"submit\">OK</button>\n</form>\n");
        }
        response.getWriter().append(html.append("</body>\n"));
    }

    private static String input(String type, String name, String value) {
        return "<input type=\"" + type + "\" name=\"" + name + "\" value=\"" + value + "\"/>\n";
    }
}
