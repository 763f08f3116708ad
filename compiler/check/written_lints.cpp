#include "compiler/check/written_lints.h"

#include <algorithm>
#include <vector>

namespace precis::check {

using diagnostics::Name;

namespace {

bool says_nothing(const syntax::Template& because) {
  return std::ranges::all_of(because.parts, [](const auto& part) {
    const auto* text = std::get_if<syntax::TemplateText>(&part);
    return text != nullptr && text->text.find_first_not_of(" \t") == std::string_view::npos;
  });
}

void silent_reason(Context& context, const std::optional<syntax::Template>& because) {
  if (!because || !says_nothing(*because)) return;
  context.sink.report(diagnostics::SilentReason.at(because->span)
                          .help("say why in a sentence, or leave `because` out"));
}

class WrittenLints {
 public:
  WrittenLints(Context& context, const syntax::Module& module)
      : context_(context), module_(module) {}

  void look_at(const syntax::Decl& decl) {
    if (const auto* it = std::get_if<syntax::Define>(&decl.kind)) define(*it);
    if (const auto* it = std::get_if<syntax::Parameter>(&decl.kind)) parameter(*it);
    if (const auto* it = std::get_if<syntax::Overlay>(&decl.kind)) defines(it->defines);
    if (const auto* it = std::get_if<syntax::Policy>(&decl.kind)) {
      defines(it->defines);
      decisions(it->decisions);
      for (const syntax::Phase& phase : it->phases) {
        defines(phase.defines);
        decisions(phase.decisions);
      }
    }
    if (const auto* it = std::get_if<syntax::Plan>(&decl.kind)) {
      defines(it->defines);
      if (it->otherwise) silent_reason(context_, it->otherwise->because);
    }
  }

 private:
  void decisions(const std::vector<syntax::Decision>& all) {
    for (const syntax::Decision& decision : all) {
      for (const syntax::Rule& rule : decision.rules) silent_reason(context_, rule.because);
      if (decision.otherwise) silent_reason(context_, decision.otherwise->because);
    }
  }

  void defines(const std::vector<syntax::Define>& all) {
    for (const syntax::Define& it : all) define(it);
  }
  void define(const syntax::Define& it) { unused_params(it.name, it.params, {it.body}); }

  void parameter(const syntax::Parameter& it) {
    std::vector<syntax::ExprId> values;
    for (const syntax::ParameterEntry& entry : it.entries) values.push_back(entry.value);
    unused_params(it.name, it.params, values);
  }

  bool reads(source::Span body, std::string_view name) const {
    for (std::uint32_t i = 0; i < module_.exprs.size(); ++i) {
      const syntax::Expr& it = module_.exprs[syntax::ExprId(i)];
      const auto* read = std::get_if<syntax::NameRef>(&it.kind);
      if (read != nullptr && read->name.text == name && it.span.begin >= body.begin &&
          it.span.end <= body.end) {
        return true;
      }
    }
    return false;
  }

  void unused_params(const syntax::Name& owner, const std::vector<syntax::Param>& params,
                     const std::vector<syntax::ExprId>& bodies) {
    for (const syntax::Param& param : params) {
      const bool is_used = std::ranges::any_of(bodies, [&](syntax::ExprId body) {
        return reads(module_.exprs[body].span, param.name.text);
      });
      if (is_used) continue;
      context_.sink.report(
          diagnostics::UnusedParameter.at(param.name.span, Name(param.name.text), Name(owner.text))
              .help("use it, or take it away here and where it is called"));
    }
  }

  Context& context_;
  const syntax::Module& module_;
};

}  // namespace

void lint_written(Context& context) {
  for (const syntax::Module& module : context.modules) {
    WrittenLints lints(context, module);
    for (const syntax::Decl& decl : module.decls) lints.look_at(decl);
  }
}

}  // namespace precis::check
