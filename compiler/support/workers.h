#pragma once

// Threads beside the one that has them made.

#include <functional>
#include <thread>
#include <vector>

namespace precis::support {

// How many threads can run at once; at least one.
unsigned cores();

// Each calls `work` once, which ends when there is nothing left to do. They are waited for at the
// end of this object's life. A system that refuses a thread makes them fewer, even none.
class Workers {
 public:
  Workers(std::size_t count, const std::function<void()>& work);

  std::size_t count() const { return threads_.size(); }

 private:
  std::vector<std::jthread> threads_;
};

}  // namespace precis::support
