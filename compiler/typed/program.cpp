#include "compiler/typed/program.h"

namespace precis::typed {

std::optional<SoundProgram> seal(Checked checked) {
  if (checked.has_errors) return std::nullopt;
  return SoundProgram(std::move(checked.program));
}

}  // namespace precis::typed
